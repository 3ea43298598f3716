"""Questions of the record that need the desk: as it was, its history, its letters, who read what."""
