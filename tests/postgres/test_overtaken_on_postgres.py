"""The last of two writers is told what the first one changed, on PostgreSQL: the same tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "commands"))

from test_overtaken import *  # noqa: F403
