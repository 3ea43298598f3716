"""A record that is being made on a server is whole or not there: whoever is cut off on the way can make it again."""

from __future__ import annotations

import random
import sys

import pytest

from ehcli.machine.server_address import server
from ehcli.record import schema
from tests.offices import killed

MAKES = ("init", "--team", "tipton")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.long
def test_an_init_that_is_killed_leaves_a_record_or_none(bare):
    took = bare.timed(*MAKES)
    for _ in killed(lambda: start(bare), took, random.Random(3), 3):
        bare.left()
        tables = bare.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]
        if not tables:
            bare(*MAKES)
        assert [each["worker"] for each in bare("worker", "list", "--json").json()] == ["abell"]
        assert bare("record", "check", "--json").json()["findings"] == []


def start(office):
    """An init where there is nothing yet."""
    schema.unmake(server(office.url))
    return office.start(*MAKES)


def test_a_record_that_was_never_finished_is_made_anew_and_one_that_was_is_kept(bare):
    with schema.schema_made(server(bare.url)):
        pass
    bare(*MAKES)
    bare("worker", "list")
    assert "There is a record at" in bare(*MAKES, code=5).err
    assert bare("record", "check", "--json").json()["findings"] == []
