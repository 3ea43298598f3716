"""Whether the tests notice a mistake: the pure folders with one thing changed at a time, and what survives.

``cosmic-ray.toml`` names the folders and the tests. ``by_hand.toml`` holds mistakes that no operator makes.
``survivors.toml`` gives each mutant that no test notices its reason. ``python -m tests.mutants`` tries them all and
checks the list; ``tests/mutants/test_mutants.py`` sees in every run that both lists speak of the code as it stands.
"""
