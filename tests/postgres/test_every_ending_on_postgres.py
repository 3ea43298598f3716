"""A case ends under every procedure, on PostgreSQL: the same tests, the same words."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "stories"))

from test_every_ending import (
    test_a_case_ends_under_every_procedure,
    test_a_manager_sets_the_minutes_of_a_meeting_aside,
)

__all__ = ["test_a_case_ends_under_every_procedure", "test_a_manager_sets_the_minutes_of_a_meeting_aside"]
