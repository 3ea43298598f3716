"""A case under another council's page, on PostgreSQL: the same test, the same words."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "stories"))

from test_another_council import (  # noqa: F401
    run,
    test_a_case_runs_to_its_end_under_another_councils_page,
)
