"""Keeping the record safe: backups, restoring, upgrades, encryption, moving and checks."""
