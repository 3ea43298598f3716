"""A record on two PostgreSQL nodes that look after each other: eight people write while the leader is lost.

Patroni keeps the two, etcd says which of them leads, the second is a synchronous standby, and an address names both.
Then eight people write through PgBouncer, which gives a connection to whoever has a transaction. What was acknowledged
is there, once; who was in between was told so in a sentence. EH_CLUSTER=1 runs it, as the long run does: it takes
minutes, and the Debian packages patroni, etcd-server and pgbouncer.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.proofs import found as proved
from tests.server import SharedOffice, patiently, programs, unused_port

WANTED = bool(os.environ.get("EH_CLUSTER"))
NEEDED = ("patroni", "patronictl", "etcd", "pgbouncer")
PEOPLE = 8
pytestmark = pytest.mark.skipif(not WANTED, reason="EH_CLUSTER=1 starts two nodes, as the long run does")
# Writes one note after another until a file is there; after a refusal a moment passes, as with somebody who reads it.
PERSON = """
import contextlib, io, json, os, sys, time
from ehcli.cli import main

who, enough = sys.argv[1], sys.argv[2]
number = 0
while not os.path.exists(enough):
    text, out, err = f"{who} {number}", io.StringIO(), io.StringIO()
    began = time.time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["note", "E-0001", "--type", "Early Help Note", "--text", text, "--quiet"])
    print(json.dumps([text, code, out.getvalue().strip(), err.getvalue(), began, time.time()]), flush=True)
    number += 1
    if code:
        time.sleep(0.5)
"""


class TwoNodes:
    """etcd, two nodes under Patroni, and what is needed to lose one of them."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="ehtwo"))
        self.as_postgres = {"user": "postgres"} if os.geteuid() == 0 else {}
        if self.as_postgres:
            shutil.chown(self.root, "postgres")
        self.ports = {name: (unused_port(), unused_port()) for name in ("one", "two")}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        ours, theirs = unused_port(), unused_port()
        self.etcd = f"127.0.0.1:{ours}"
        self.begin(
            "etcd",
            *("etcd", "--name", "eh", "--data-dir", str(self.root / "etcd"), "--log-level", "error"),
            *("--listen-client-urls", f"http://{self.etcd}", "--advertise-client-urls", f"http://{self.etcd}"),
            *("--listen-peer-urls", f"http://127.0.0.1:{theirs}", "--initial-cluster", f"eh=http://127.0.0.1:{theirs}"),
            *("--initial-advertise-peer-urls", f"http://127.0.0.1:{theirs}"),
        )
        for name in self.ports:
            self.file(name).write_text(self.told(name), encoding="utf-8")
            self.node(name)
            self.wait_for(lambda: self.leads() is not None)
        self.wait_for(self.stands_by)

    def begin(self, name: str, *words: str) -> None:
        with (self.root / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                words,
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.as_postgres,
            )

    def node(self, name: str) -> None:
        self.begin(name, "patroni", str(self.file(name)))

    def file(self, name: str) -> Path:
        return self.root / f"{name}.json"

    def told(self, name: str) -> str:
        """A node's own settings; JSON is YAML too."""
        database, rest = self.ports[name]
        trusted = ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
        kept = {
            "ttl": 20,
            "loop_wait": 1,
            "retry_timeout": 3,
            "synchronous_mode": True,
            "postgresql": {"use_pg_rewind": True, "parameters": {"max_connections": 60}},
        }
        return json.dumps(
            {
                "scope": "eh",
                "name": name,
                "restapi": {"listen": f"127.0.0.1:{rest}", "connect_address": f"127.0.0.1:{rest}"},
                "etcd3": {"hosts": [self.etcd]},
                "bootstrap": {"dcs": kept, "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}]},
                "postgresql": {
                    "listen": f"127.0.0.1:{database}",
                    "connect_address": f"127.0.0.1:{database}",
                    "data_dir": str(self.root / f"data-{name}"),
                    "bin_dir": str(programs()),
                    "pgpass": str(self.root / f"pgpass-{name}"),
                    "pg_hba": trusted,
                    "authentication": {"superuser": {"username": "postgres"}, "replication": {"username": "postgres"}},
                    "parameters": {"unix_socket_directories": str(self.root)},
                },
            }
        )

    # Who leads

    def asked(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        """What a node answers; nothing where it is not there."""
        try:
            with psycopg.connect(self.at(name), connect_timeout=2, autocommit=True) as connection:
                return connection.execute(sql.encode()).fetchall()
        except psycopg.Error:
            return []

    def at(self, name: str, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.ports[name][0]}/{database}"

    def leads(self) -> str | None:
        """The node that takes writes; None while there is none."""
        for name in self.ports:
            if self.asked(name, "SELECT pg_is_in_recovery()") == [(False,)]:
                return name
        return None

    def stands_by(self) -> bool:
        """Whether whatever the leader keeps is kept by the other too, before it says so."""
        leader = self.leads()
        sql = "SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
        return bool(leader and self.asked(leader, sql))

    def wait_for(self, come: Any) -> None:
        for _ in patiently():
            if come():
                return

    def address(self, database: str) -> str:
        places = ",".join(f"127.0.0.1:{port}" for port, _ in self.ports.values())
        return f"postgresql://postgres@{places}/{database}"

    # Losing one

    def lose(self, name: str) -> None:
        """The node and what looks after it are killed, as if its computer had lost its power."""
        pid = int((self.root / f"data-{name}" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        self.running[name].send_signal(signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        self.running[name].wait()

    def switch_over(self) -> None:
        """The other node takes over, as before a computer is looked after; asked for until Patroni finds both ready."""
        leader = self.leads()
        (other,) = self.ports.keys() - {leader}
        words = ["patronictl", "-c", str(self.file("one")), "switchover", "eh", "--force"]
        words += ["--master", str(leader), "--candidate", other]
        for _ in patiently():
            subprocess.run(words, capture_output=True, check=False, cwd=self.root, **self.as_postgres)
            until = time.monotonic() + 15
            while time.monotonic() < until:
                if self.leads() == other:
                    return
                time.sleep(0.2)

    def throw_away(self) -> None:
        for name in (*self.ports, "pgbouncer", "etcd"):
            if process := self.running.get(name):
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        for name in self.ports:
            there = self.root / f"data-{name}" / "postmaster.pid"
            if there.exists():
                subprocess.run(
                    [str(programs() / "pg_ctl"), "-D", str(there.parent), "-m", "immediate", "stop"],
                    check=False,
                    capture_output=True,
                    cwd=self.root,
                    **self.as_postgres,
                )
        shutil.rmtree(self.root, ignore_errors=True)


@pytest.fixture(scope="module")
def nodes() -> Iterator[TwoNodes]:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"NOT TRIED: {' and '.join(missing)} are not on this computer")
    made = TwoNodes()
    yield made
    made.throw_away()


class Shared(SharedOffice):
    """An office whose record is at an address of several hosts."""

    address = ""

    @property
    def url(self) -> str:
        return self.address


def office_at(office, nodes: TwoNodes, database: str, home: Path) -> Shared:
    home.mkdir()
    leader = nodes.leads()
    assert leader
    nodes.asked(leader, f'CREATE DATABASE "{database}" TEMPLATE template0')
    shared = Shared(home, office.today, database, lambda _: database, office.user)
    shared.address = nodes.address(database)
    office("record", "move", "--to", shared.address)
    return shared


def writing(office: Shared, enough: Path) -> list[subprocess.Popen[bytes]]:
    return [
        subprocess.Popen(
            [sys.executable, "-c", PERSON, f"person{number}", str(enough)],
            env=office.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=office.home.parent,
        )
        for number in range(PEOPLE)
    ]


def ended(people: list[subprocess.Popen[bytes]], enough: Path) -> list[list[Any]]:
    """What everybody was told, in the order of the clock."""
    enough.touch()
    told = [json.loads(line) for each in people for line in each.communicate()[0].splitlines()]
    return sorted(told, key=lambda line: line[5])


def whole(office: Shared, told: list[list[Any]]) -> tuple[int, int]:
    """How many were acknowledged and how many refused; none may be lost, there twice, or refused without a word."""
    kept = office.sql("SELECT text, ref FROM case_note WHERE text LIKE 'person%'")
    taken = {(text, ref) for text, code, ref, *_ in told if code == 0}
    assert len({text for text, _ in kept}) == len(kept), "a note is there twice"
    assert taken <= set(kept), f"acknowledged and not there: {sorted(taken - set(kept))[:3]}"
    refused = [line for line in told if line[1]]
    for _, code, _, message, *_ in refused:
        assert code == 5, message
        assert "Traceback" not in message and len(message.strip().splitlines()) >= 2, message
    return len(taken), len(refused)


def test_nothing_acknowledged_is_lost_with_the_leader(met, nodes, tmp_path):
    office = office_at(met, nodes, "nodes", tmp_path / "shared")
    people = writing(office, tmp_path / "enough")
    time.sleep(8)
    leader = nodes.leads()
    assert leader
    lost = time.time()
    nodes.lose(leader)
    nodes.wait_for(lambda: nodes.leads() not in (None, leader))
    led = time.time() - lost
    time.sleep(8)
    nodes.node(leader)  # its computer comes back, as the standby
    nodes.wait_for(nodes.stands_by)
    switched = time.time()
    nodes.switch_over()
    time.sleep(8)
    told = ended(people, tmp_path / "enough")
    taken, refused = whole(office, told)
    gap = {
        name: min(line[5] for line in told if line[1] == 0 and line[4] > at) - at
        for name, at in (("lost", lost), ("switched", switched))
    }
    more = (
        f"{refused} told to try again; leader lost: another after {led:.0f} s, recorded again after {gap['lost']:.0f} s"
    )
    proved(
        "two nodes", tries=len(told), of="notes of eight people", more=f"{more}; switched over: {gap['switched']:.0f} s"
    )
    assert office("record", "check", "--json").json()["findings"] == []
    assert "The journal is whole" in office("audit", "verify").out
    assert "Backed up" in office("backup").out
    assert taken > 20


def test_eight_people_write_through_a_pooler(met, nodes, tmp_path):
    office = office_at(met, nodes, "pooled", tmp_path / "shared")
    port, leader = unused_port(), nodes.leads()
    assert leader
    settings = nodes.root / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host=127.0.0.1 port={nodes.ports[leader][0]} user=postgres\n[pgbouncer]\n"
        f"listen_addr=127.0.0.1\nlisten_port={port}\nauth_type=any\npool_mode=transaction\ndefault_pool_size=4\n"
        "unix_socket_dir=\n",
        encoding="utf-8",
    )
    nodes.begin("pgbouncer", "pgbouncer", str(settings))
    office.address = f"postgresql://postgres@127.0.0.1:{port}/pooled"
    for _ in patiently():
        if office("overdue", code=None).code in (0, 1):
            break
    people = writing(office, tmp_path / "enough")
    time.sleep(12)
    told = ended(people, tmp_path / "enough")
    taken, refused = whole(office, told)
    proved("through a pooler", tries=len(told), of="notes of eight people", more=f"{refused} told to try again")
    assert office("record", "check", "--json").json()["findings"] == []
    assert taken > 20
