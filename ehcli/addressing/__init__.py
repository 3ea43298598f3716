"""Who may be written to, by what means, and what would give an address away."""
