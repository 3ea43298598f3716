"""Eight people write at once: each command is recorded whole or says that it was not, and nothing is lost.

EH_WRITES says how many commands each gives: 10, and 250 in a nightly run.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.proofs import found
from tests.writers import many, nothing_half_done, person, reported_is_there, said

PEOPLE = 8


def test_eight_people_at_once_lose_nothing_and_share_no_reference(allocated):
    each = many("EH_WRITES", 10)
    before = allocated.sql("SELECT count(*) FROM entry")[0][0]
    writing = [person(allocated, f"person{number}", each, shared=True) for number in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        told = [line for lines, _ in pool.map(lambda process: process.communicate(), writing) for line in said(lines)]
    assert len(told) == PEOPLE * each, "a writer came to grief"
    for command, text, code, _, message in told:
        assert code in (0, 5, 6), (command, text, message)
        assert code != 5 or " is busy" in message, message
        assert code != 6 or "was changed by somebody else meanwhile" in message, message
    taken = [line for line in told if line[2] == 0]
    reported_is_there(allocated, told)
    nothing_half_done(allocated)
    assert allocated.sql("SELECT count(*) FROM entry")[0][0] == before + len(taken), "what was refused wrote nothing"
    assert allocated("record", "check", "--json").json()["findings"] == []
    codes = dict(sorted(Counter(line[2] for line in told).items()))
    found(f"{PEOPLE} people at once", tries=len(told), of="commands", more=f"exit codes {codes}")
