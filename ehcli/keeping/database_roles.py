"""The database server's own roles, by the procedures that a record follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput
from ehcli.packs import reading
from ehcli.procedures.procedure import Procedure
from ehcli.record import roles


def statements(desk: Desk) -> Iterator[str]:
    """The SQL that sets the roles, a statement each."""
    return (f"{each};" for each in roles.statements(followed(desk)))


def apply(desk: Desk) -> Sequence[str]:
    """Sets the roles on the record's database; their names. Raises BadInput for a record in a file."""
    procedures = followed(desk)
    if isinstance(desk.where.place, Path):
        raise BadInput(
            f"The record is a file: {desk.where.place}.",
            "Roles are for one on a database server: --db postgresql://...",
        )
    desk.put_down()  # what is being read cannot be given another guard
    roles.apply(desk.where.place, procedures)
    return roles.ROLES


def followed(desk: Desk) -> list[Procedure]:
    """Every version of the procedures that the record uses; whoever keeps the database need not work here."""
    desk.anybody = True  # nothing of a family is read
    return in_use(desk)


def in_use(desk: Desk) -> list[Procedure]:
    """Every version of the procedures that the record uses and that are here."""
    here = set(reading.procedure_names())
    return [each for name in desk.rules.names if name in here for each in reading.programme(name).procedures]
