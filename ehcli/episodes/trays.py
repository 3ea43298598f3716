"""The trays in which a case or a task may wait; a pack may list more, for people."""

TRAYS = ("team", "front-door", "business-support", "worker")
