"""Letters to families: the wording, the pages it makes, and those pages in Word or as plain text."""
