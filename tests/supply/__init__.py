"""What eh is made of: the locked versions, the list of them for an IT department, and what is known against them."""
