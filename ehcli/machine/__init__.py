"""The computer eh runs on: folders, files, keys, safe places and faults."""
