"""Values out: lists, tasks and what was recorded. Fetches nothing."""
