"""The same offices with their record on a PostgreSQL server, in databases that are made for a module and dropped.

They are prepared as the others are, moved to the server, and copied there for each test. Without a server
these tests are skipped; where CI is set they fail instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

psycopg = pytest.importorskip("psycopg")

from tests.server import Cluster, SharedOffice, moved, needs_server  # noqa: E402
from tests.server import databases as made_databases  # noqa: E402

IN_EACH_RUN = ("sandwell", "haringey")  # the endings under other procedures are asked of a server by .ci/long


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        told = getattr(item, "callspec", None)
        if item.path.stem == "test_every_ending_on_postgres" and told and told.id not in IN_EACH_RUN:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="module")
def databases(worker_id: str) -> Iterator[Callable[[str], str]]:
    """Makes databases, from another one where it is named, and drops them all at the end of the module."""
    needs_server()
    with made_databases(worker_id) as make:
        yield make


@pytest.fixture(scope="module")
def _shared(databases, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest):
    """The prepared records on the server, each moved there when it is first wanted."""
    held: dict[str, SharedOffice] = {}

    def on_server(name: str) -> SharedOffice:
        if name not in held:
            office = request.getfixturevalue(name)
            held[name] = moved(office, databases, tmp_path_factory.mktemp(f"shared{name}") / "home")
        return held[name]

    return on_server


@pytest.fixture
def eh(_shared, tmp_path: Path) -> SharedOffice:
    return _shared("_opened").copy(tmp_path / "home")


@pytest.fixture
def allocated(_shared, tmp_path: Path) -> SharedOffice:
    return _shared("_allocated").copy(tmp_path / "home")


@pytest.fixture
def met(_shared, tmp_path: Path) -> SharedOffice:
    return _shared("_met").copy(tmp_path / "home")


@pytest.fixture
def bare(databases, tmp_path: Path) -> SharedOffice:
    (tmp_path / "home").mkdir()
    return SharedOffice(tmp_path / "home", "2016-07-12", databases("template0"), databases)


@pytest.fixture(scope="module")
def own_server() -> Iterator[Cluster]:
    """A server that nobody else works on: it may be killed, and have logins of any name."""
    cluster = Cluster()
    yield cluster
    cluster.throw_away()
