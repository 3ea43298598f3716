"""Eight people write at once on PostgreSQL: the same test."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "commands"))

from test_many_writers import *  # noqa: F403
