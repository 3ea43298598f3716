"""What a letter needs to know of a family, and who it goes to."""
