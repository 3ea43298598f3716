"""Founds a record: its schema, teams, agencies, first user and settings."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from ehcli import files, packs, places
from ehcli.desk import Desk
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.record import settling, tables, writing
from ehcli.record.reading import folded

USUAL = "business-support"  # the role of whoever makes a record


def found(
    desk: Desk,
    *,
    procedure_name: str,
    team_names: Sequence[str],
    name: str,
    role: str,
    practice: bool = False,
    passphrase: str = "",
) -> None:
    """Makes the record at the desk's place; raises NotFound for an unknown procedure, team or role."""
    procedure = packs.procedure(procedure_name)
    roles = [each.slug for each in procedure.lists["role"]]
    if not role and USUAL not in roles:
        raise BadInput(f"{procedure.name} has no {USUAL}: which is your role?", f"Add --role: {', '.join(roles)}.")
    role = procedure.named("role", role or USUAL).slug
    teams = chosen(team_names)
    home = places.home()
    if home.is_dir() and isinstance(desk.place, Path) and desk.place.parent == home:
        os.chmod(home, 0o700)  # the user's own folder of eh, made beforehand
    desk.anybody = True
    desk.passphrase = desk.key = passphrase
    writing.create(desk.safe_place, {"procedure": procedure.name, "practice": "yes" if practice else "no"}, desk.key)
    try:
        with desk.writer() as writer:
            writer.begin_entry(desk.command or "init", desk.user)
            for team in teams:
                writer.add(
                    tables.Team,
                    slug=team.slug,
                    name=team.name,
                    aliases="; ".join(team.aliases),
                    address="\n".join(team.address),
                    email=team.email,
                    phone=team.phone,
                )
            for agency in packs.agencies():
                writer.add(tables.Agency, slug=agency.slug, name=agency.name, kind=agency.kind)
            writer.add(
                tables.Worker,
                login=desk.user,
                name=name or desk.user,
                role=role,
                team=teams[0].slug if len(teams) == 1 else "",
            )
            settle(desk, writer)
            writer.end_entry()
            writer.keep()
    except BaseException:
        writing.unmake(desk.place)
        raise
    finally:
        desk.anybody = False
    if not practice:
        write_settings(desk)


def settle(desk: Desk, writer: writing.Writer) -> None:
    """Puts the procedure's citations in the record and marks its worklist as worked out."""

    settling.write_duties(writer, desk.programme("").procedures)
    writer.set_about("worklist", desk.fingerprint())


def chosen(names: Sequence[str]) -> list[packs.Office]:
    """The teams of these names, or every team that ships; raises NotFound with the nearest."""
    known = packs.teams()
    if not names:
        return known
    by_name = {folded(spelling): team for team in known for spelling in (team.slug, team.name, *team.aliases)}
    for name in names:
        if folded(name) not in by_name:
            slugs = [team.slug for team in known]
            raise NotFound(f"There is no team '{name}'.", nearest(name, slugs) or f"There is {', '.join(slugs)}.")
    return list(dict.fromkeys(by_name[folded(name)] for name in names))


def write_settings(desk: Desk) -> None:
    """Writes the settings, for people to read: where the record is."""
    if not places.settings_file().exists():
        use(desk.place)


def use(place: places.Place) -> None:
    """Has the settings say that this is the record to use; whatever else they say stays."""
    file = places.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(file.parent, 0o700)
    told = {**places.settings(), "record": str(place.absolute() if isinstance(place, Path) else place)}
    files.write(file, json.dumps(told, indent=2) + "\n")
