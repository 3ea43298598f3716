"""Client or server killed at any moment: what was reported is there, and nothing is there by half.

EH_COMMANDS says in how many commands that are recorded: 30, and 1,000 in a nightly run, as for a record in a file.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest

from tests.proofs import found
from tests.server import SERVER, SharedOffice, moved, patiently
from tests.writers import many, nothing_half_done, person, reported_is_there, said

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")

WORKING = "datname = %s AND application_name LIKE 'eh%%'"
ENDED = f"""SELECT count(pg_terminate_backend(pid)) FROM (
    SELECT pid FROM pg_stat_activity WHERE {WORKING} ORDER BY random() LIMIT 1) one"""


def killed(eh: SharedOffice, chance: random.Random, hurt: Callable[[], int], commands: int, pause: float) -> None:
    """Two people write and are killed, and the server is hurt meanwhile; after each nothing is lost or half done."""
    told, kills, hurts = [], 0, 0
    while not hurts or sum(1 for line in told if line[2] == 0) < commands:
        writing = [person(eh, f"life{kills}{name}", 10_000) for name in ("one", "other")]
        begun = [writer.stdout.readline() for writer in writing]  # from here on every moment is one of a write
        for writer, first in zip(writing, begun, strict=True):
            for _ in range(chance.randint(0, 3)):
                time.sleep(chance.uniform(0, pause))
                hurts += hurt()
            time.sleep(chance.uniform(0.02, 0.6))
            writer.kill()
            kills += 1
            told += said(first + writer.communicate()[0])
            nothing_half_done(eh)
        assert eh("audit", "verify").code == 0, "the chain is whole"
    for command, text, code, _, message in told:
        assert code in (0, 5), (command, text, message)
        assert code != 5 or any(why in message for why in WHY), message
    reported_is_there(eh, told)
    written = eh.sql("SELECT count(*) FROM case_note")[0][0]
    reported = sum(1 for line in told if line[0] == "note" and line[2] == 0)
    unknown = sum(1 for line in told if "is not known" in line[4])
    assert reported <= written <= reported + kills + unknown, "at most those beside that were killed or said so"
    assert eh("record", "check", "--json").json()["findings"] == []
    eh("note", "E-1", "--type", "Early Help Note", "--text", "After it all")
    codes = dict(sorted(Counter(line[2] for line in told).items()))
    said_more = f"{kills} clients killed, the server hurt {hurts} times; exit codes {codes}, {unknown} not known; "
    said_more += f"{reported} notes reported, {written} there"
    found(f"PostgreSQL: {hurt.__name__.replace('_', ' ')}", tries=len(told), of="commands", more=said_more)


WHY = ("cannot be used", "is busy: somebody else is writing.", "is not known")


def test_killed_at_random_moments_the_shared_record_is_whole(allocated):
    chance = random.Random(1)
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:

        def end_one() -> int:
            return server.execute(ENDED, (allocated.database,)).fetchone()[0]

        killed(allocated, chance, end_one, many("EH_COMMANDS", 30), 0.3)


def test_a_server_that_crashes_loses_nothing_that_was_reported(own_server, _allocated, tmp_path):
    """kill -9 of one server process has the server throw out everybody, and read its log before it serves again."""
    eh = moved(_allocated, lambda _: "postgres", tmp_path / "home", own_server.server)
    chance = random.Random(2)

    def crash() -> int:
        with psycopg.connect(eh.url, autocommit=True) as watching:
            found = watching.execute("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'eh%'").fetchall()
            if not found:
                return 0
            try:
                os.kill(chance.choice(found)[0], signal.SIGKILL)
            except ProcessLookupError:
                return 0  # it had just gone
            with suppress(psycopg.OperationalError):
                while True:
                    watching.execute("SELECT pg_sleep(0.02)")  # until this one is thrown out as well
        for _ in patiently():
            with suppress(psycopg.OperationalError):
                eh.sql("SELECT 1")
                break
        return 1

    killed(eh, chance, crash, many("EH_COMMANDS", 30) // 3, 0.6)
    own_server.stop("immediate")  # as when the power goes
    own_server.start()
    assert eh("record", "check", "--json").json()["findings"] == []
