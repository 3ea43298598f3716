"""Counting working days, and dates as officers type them."""
