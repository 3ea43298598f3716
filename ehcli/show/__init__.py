"""How things are shown: on a terminal, in a pipe, as JSON and as CSV."""
