"""The worked example and one family's whole way through early help, on PostgreSQL: the same tests, the same words."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
for folder in ("commands", "stories"):
    sys.path.insert(0, str(TESTS / folder))

from test_whole_job import *  # noqa: E402, F403
from test_worked_example import *  # noqa: E402, F403
