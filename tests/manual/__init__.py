"""The handbook: its pages are as the code and the commands are, and can be read."""
