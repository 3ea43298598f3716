"""Client or server backend killed at any moment: what was reported is there, and nothing is there by half.

EH_KILLS says how often: 15 times, and 1,000 in a nightly run.
"""

from __future__ import annotations

import random
import sys
import time

import psycopg
import pytest

from tests.server import SERVER
from tests.writers import many, nothing_half_done, person, reported_is_there, said

KILLED = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND application_name = 'eh'"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_at_random_moments_the_shared_record_is_whole(allocated):
    eh = allocated
    chance = random.Random(1)
    told, kills, backends = [], 0, 0
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        while kills + backends < many("EH_KILLS", 15):
            writer = person(eh, f"life{kills}", 10_000)
            first = writer.stdout.readline()  # it has begun: from here on every moment is one of a write
            for _ in range(chance.randint(1, 4)):
                time.sleep(chance.uniform(0, 0.12))
                backends += server.execute(KILLED, (eh.database,)).fetchone()[0]
            time.sleep(chance.uniform(0, 0.12))
            writer.kill()
            kills += 1
            told += said(first + writer.communicate()[0])
            nothing_half_done(eh)
    assert backends, "no backend was ever killed: the test proves nothing of it"
    for command, text, code, _, message in told:
        assert code in (0, 3, 5), (command, text, message)
        assert code != 5 or "cannot be used" in message or "is not known" in message, message
    reported_is_there(eh, told)
    written = eh.sql("SELECT count(*) FROM case_note")[0][0]
    reported = sum(1 for line in told if line[0] == "note" and line[2] == 0)
    assert reported <= written <= reported + kills, "beyond what was reported, at most the command that was killed"
    assert eh("record", "check", "--json").json()["findings"] == []
    print(f"{kills} clients and {backends} backends killed in {len(told)} commands;")
    print(f"{reported} notes reported, {written} there, none lost")
