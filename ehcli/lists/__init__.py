"""Questions of the record that need the desk: lists, an episode whole, why, as it was, its history, who read what."""
