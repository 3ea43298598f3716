"""The record: an append-only journal of entries and facts, with tables beside it for what people search."""

# The schema this program reads and writes: the newest migration. A record with another is refused by name.
SCHEMA = "0007"
