"""What is asked at a terminal: words that are missing, a request, a plan, the text of a note in an editor."""
