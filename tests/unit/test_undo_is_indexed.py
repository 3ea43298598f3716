"""Undo finds the fact that now stands for one that was told by an index: it reads no journal whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ehcli.acts.undo_last import standing
from ehcli.episodes.facts import Contacted, EpisodeOpened
from ehcli.record import fresh, journal, writing
from ehcli.record.sqlite import Record


class Explained:
    """A port that keeps beside each answer how the database came by it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.plans: list[str] = []

    def whole(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        self.plans += [row[-1] for row in self.record.whole(f"EXPLAIN QUERY PLAN {sql}", *values)]
        return self.record.whole(sql, *values)

    rows = whole


def test_undo_finds_what_stands_for_a_fact_by_its_root(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    fresh.create(path, {"procedure": "sandwell", "practice": "no"})
    with writing.Writer(path, lambda: "2026-05-01T09:00:00+00:00") as writer:
        writer.begin_entry("open-episode", "abell")
        writer.add("family", ref="F-0001")
        writer.add(
            "episode",
            ref="E-0001",
            family="F-0001",
            team="tipton",
            opened_on="2026-05-01",
            procedure="sandwell",
            pack_version="1.0",
            level="",
        )
        writer.tell(EpisodeOpened("E-0001", date(2026, 5, 1)))
        writer.tell(Contacted("E-0001", date(2026, 5, 5), "", "phone", "made"))
        writer.end_entry()
        writer.keep()
    record = Record(path)
    port = Explained(record)
    told = journal.lines(record, "f.entry = ?", 1)
    assert [standing(port, line).told.id for line in told] == [1, 2]
    assert any("ix_fact_root" in step for step in port.plans)
    assert not [step for step in port.plans if step.startswith("SCAN")]
    record.close()
