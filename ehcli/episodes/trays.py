"""The trays in which a case or a task may wait; a pack may list more, for people."""

TEAM, FRONT_DOOR, OFFICE, WORKER = TRAYS = ("team", "front-door", "business-support", "worker")
