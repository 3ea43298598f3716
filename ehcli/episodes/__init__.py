"""What can happen in an episode, and an episode as its facts tell it."""
