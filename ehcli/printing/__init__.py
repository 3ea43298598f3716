"""The press: letters and minutes printed, what is owed, and templates checked."""
