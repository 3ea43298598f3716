"""One entry that nobody can work out stops nobody else on a server either, whoever put it there."""

from __future__ import annotations

import psycopg
import pytest

from tests.forged import Forger
from tests.wrongs import WRONG, everything_goes_on


@pytest.mark.parametrize("what", WRONG)
def test_one_entry_that_nobody_can_work_out_stops_nobody_else(allocated, tmp_path, what):
    allocated("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell")
    statements, said = WRONG[what]
    with psycopg.connect(allocated.url) as connection:
        entry = Forger(connection, login="postgres", owner=True).enter("abell", "", "edit", statements)
    everything_goes_on(allocated, entry, said, tmp_path)
