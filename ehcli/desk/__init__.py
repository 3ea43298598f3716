"""One run of one command: who is there, which day it is, which rules hold, and recording."""
