"""Any value in, harmless text out: a terminal, a pipe, JSON and CSV."""
