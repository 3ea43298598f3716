"""Procedure packs, teams and calendars as they lie in data/: read, checked, refused by name."""
