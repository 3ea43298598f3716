"""Questions of the record that need the desk: as it was, its history, who read what."""
