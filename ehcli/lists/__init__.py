"""Questions of the record that need the desk: lists, an episode whole, why, letters, its history, who read what."""
