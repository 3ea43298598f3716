"""What may be recorded next: each decision returns facts, or refuses and says the next step."""
