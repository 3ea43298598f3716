"""An authority's written procedure as values: what it asks, what is owed, and why."""
