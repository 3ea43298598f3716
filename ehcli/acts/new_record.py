"""Founds a record: its schema, teams, agencies, first user and settings."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.reasons import LISTS
from ehcli.episodes.facts import KEY_WORKER
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.keeping import in_use, left
from ehcli.machine import files, folders
from ehcli.matching.spelling import folded
from ehcli.packs import office
from ehcli.procedures import rights as procedures_rights
from ehcli.procedures.procedure import Procedure
from ehcli.record import fresh, identity, projecting, writing
from ehcli.record.writing import Place

MISSPELT = 0.9  # how like a printed team a name is that was meant for it: one letter too many or too few


class Founded(NamedTuple):
    """What a new record began with: its procedure, its teams, and the first user's role and team."""

    procedure: Procedure
    teams: tuple[office.ShippedTeam, ...]
    agencies: tuple[office.ShippedAgency, ...]
    role: str
    team: str
    printed: tuple[str, ...]  # the teams that the procedure's documents print, whether they are kept or not


def found(
    desk: Desk,
    *,
    procedure_name: str,
    team_names: Sequence[str],
    name: str,
    role: str,
    practice: bool = False,
    passphrase: str = "",
    record: str = "",
) -> Founded:
    """Makes the record at the desk's place: only what the procedure's own documents print, and the teams named.

    ``record`` is the name by which records are told apart, where it is not to be a new one. Raises NotFound for an
    unknown procedure or role, and BadInput where it is not clear whose record it is.
    """
    procedure = desk.rules.version(procedure_name).procedures[-1]
    printed = office.teams(procedure)
    refuse_nobodys(procedure, printed, team_names, role)
    role = procedure.named("role", role or usual_role(procedure)).slug
    teams = chosen(printed, team_names)
    agencies = office.agencies(procedure)
    # Whoever makes the practice record works for all of its towns.
    own = teams[0].slug if len(teams) == 1 or (team_names and not practice) else ""
    close_home(desk)
    desk.anybody = True
    desk.where.passphrase = desk.where.key = passphrase
    about = {"procedure": procedure.name, "practice": "yes" if practice else "no"}
    about |= {"replay": "yes"} if desk.days.told and not practice else {}
    about |= {"record": record} if record else {}
    try:
        with made(desk, desk.where.safe_place, about) as writer:
            desk.reads_inside(writer)
            first_entry(desk, writer, teams, agencies)
            writer.add("worker", login=desk.who.user, name=name or desk.who.user, role=role, team=own)
            settle(desk, writer)
            writer.end_entry()
            writer.keep()
    finally:
        desk.anybody = False
        desk.reads_inside(None)
    if not practice and not folders.settings_file().exists():
        in_use.use(desk.where.place)
    return Founded(procedure, tuple(teams), tuple(agencies), role, own, tuple(team.slug for team in printed))


@contextmanager
def made(desk: Desk, place: Place, about: dict[str, str]) -> Iterator[writing.Writer]:
    """A writer to a new record, which has its place only once it is whole; raises RecordUnusable where one stands.

    Whoever breaks off on the way leaves nothing that nobody can enter.
    """
    clock, key = desk.days.clock, desk.where.key
    if not isinstance(place, Path):
        from ehcli.record import schema

        with schema.founded(place, about, clock) as writer:
            yield writer
        return
    fresh.make_way(place, key)
    left.tell_swept(desk, place)
    with files.passing(place) as new:
        fresh.create(new, about, key)
        with writing.Writer(new, clock, key=key) as writer:
            yield writer
        fresh.put_in_place(new, place, key)


def close_home(desk: Desk) -> None:
    """Closes the user's own folder of eh to others, where it was made beforehand and the record comes to lie in it."""
    home = folders.home()
    if home.is_dir() and isinstance(desk.where.place, Path) and desk.where.place.parent == home:
        os.chmod(home, 0o700)


def first_entry(
    desk: Desk,
    writer: writing.Writer,
    teams: Sequence[office.ShippedTeam],
    agencies: Sequence[office.ShippedAgency],
) -> None:
    """Begins the first entry, with what the record is, and the teams and agencies that it starts with."""
    writer.begin_entry(desk.command or "init", desk.who.user)
    identity.tell(writer, identity.of(writer))
    for team in teams:
        writer.add(
            "team",
            slug=team.slug,
            name=team.name,
            aliases="; ".join(team.aliases),
            address="\n".join(team.address),
            email=team.email,
            phone=team.phone,
        )
    for agency in agencies:
        writer.add(
            "agency",
            slug=agency.slug,
            name=agency.name,
            kind=agency.kind,
            address="\n".join(agency.address),
            email=agency.email,
            phone=agency.phone,
        )


def settle(desk: Desk, writer: writing.Writer) -> None:
    """Puts the procedure's citations in the record and marks its worklist as worked out."""

    projecting.write_duties(writer, desk.rules.in_use)
    writer.set_about("worklist", desk.rules.fingerprint())


def refuse_nobodys(
    procedure: Procedure, printed: Sequence[office.ShippedTeam], team_names: Sequence[str], role: str
) -> None:
    """Raises BadInput, naming all that is missing, where no team is named and none printed, or no role can be taken."""
    roles = ", ".join(each.slug for each in procedure.lists["role"])
    usual = usual_role(procedure)
    says: list[str] = []
    hints: list[str] = []
    if not team_names and not printed:
        says.append(f"{procedure.name} prints no team of its own: which is yours?")
        hints.append("Add --team SLUG, a short name of your own, such as north.")
    if not role and not begins_records(procedure) and (says or not usual):
        says.append(f"{procedure.name} has no business-support: which is your role?")
        hints.append(f"Add --role: {roles}{f' ({usual} if left out)' if usual else ''}.")
    if says:
        raise BadInput(" ".join(says), " ".join(hints))


def usual_role(procedure: Procedure) -> str:
    """The role of whoever makes a record: business support, else the first that adds workers; empty where none does."""
    return next(iter((*begins_records(procedure), *procedure.roles_that_may("staff"))), "")


def begins_records(procedure: Procedure) -> list[str]:
    """The role of whoever makes a record, where the procedure has one for that."""
    return [role.slug for role in procedure.lists["role"] if role.begins_records]


def chosen(printed: Sequence[office.ShippedTeam], names: Sequence[str]) -> list[office.ShippedTeam]:
    """The teams of these names: as they are printed, or the council's own; every printed team where none is named.

    Raises NotFound for what looks like a printed team misspelt: a short name is kept for good.
    """
    if not names:
        return list(printed)
    by_name = {folded(spelling): team for team in printed for spelling in (team.slug, team.name, *team.aliases)}
    slugs = [team.slug for team in printed]
    found = [by_name.get(folded(name)) or own_team(name, slugs) for name in names]
    return list({team.slug: team for team in found}.values())


def own_team(typed: str, printed: list[str]) -> office.ShippedTeam:
    """A team that no document prints, by its short name or its name: wood-green, or Wood Green."""
    short = typed_words.slug(typed, "team")
    near = get_close_matches(short, printed, n=1, cutoff=MISSPELT)
    if near:
        raise NotFound(
            f"There is no team '{typed}', and one that is printed is nearly called that.",
            f"Did you mean {near[0]}? If it is another one, leave it out and add it afterwards: "
            f"eh team add {short} --name NAME",
        )
    name = short.replace("-", " ").title() if typed.strip() == short else typed.strip()
    return office.ShippedTeam(short, name, (), (), "", "")


class Step(NamedTuple):
    """Something to do before the first case, and the command that does it: words in capitals are to be filled in."""

    says: str
    command: str


class Staffing(NamedTuple):
    """Who may do what in a new record: the first user's role, and the role that decides for the authority."""

    procedure: Procedure
    role: str
    team: str
    deciding: Sequence[str]  # the roles that decide for the authority

    @property
    def may(self) -> Collection[str]:
        """The rights of the first user."""
        return procedures_rights.may(self.role, self.procedure)

    @property
    def decider(self) -> str:
        """The first of the roles that decide which allocates too, else the first; empty where none decides."""
        both = (role for role in self.deciding if "allocate" in procedures_rights.may(role, self.procedure))
        return next(both, (self.deciding or [""])[0])

    @property
    def decides(self) -> bool:
        """Whether the first user decides for the authority."""
        return "switch" in self.may

    def by(self, *needed: str) -> str:
        """The option that says who decided, where the first user's own role may not."""
        return "" if set(needed) <= set(self.may) or not self.decider else " --by LOGIN"

    def adding(self, login: str, role: str) -> str:
        """The command that adds a worker in this role."""
        appointed = procedures_rights.decides(role, self.procedure)
        needed = self.by("staff", "appoint") if appointed else self.by("staff")
        return f"eh worker add {login} --name NAME --role {role} --team {self.team}{needed}"


def in_words(founded: Founded, desk: Desk) -> Iterator[str]:
    """Who the first user is, and what to do before the first case."""
    yield f"You are {desk.who.user} ({founded.role}){f', of {founded.team}' if founded.team else ''}."
    yield "Before the first case:"
    for step in first_steps(founded):
        yield f"  {step.says}:\n    {step.command}"


def of_replay(desk: Desk) -> str:
    """That the record is one to replay days gone by in, or to come: for no real family."""
    why = f"{desk.days.told} says {long(desk.days.today)}"
    return f"This is a replay record, for {why}: it may be told of any day, and is for no real family."


def first_steps(founded: Founded) -> Iterator[Step]:
    """What the authority has to fill in before its first case, in an order in which each command can be run."""
    procedure = founded.procedure
    team = founded.team or founded.teams[0].slug
    staffing = Staffing(procedure, founded.role, team, procedure.roles_that_may("switch"))
    yield from workers_to_add(staffing)
    if staffing.decider:
        yield from choices_to_make(staffing)
    for each in founded.teams:
        yield from details_to_add(each, staffing)
    count = len(founded.agencies)
    named = f"{count} are named in the documents of {procedure.name} (eh agency list)" if count else "none is named"
    yield Step(f"Agencies: {named}; others", f"eh agency add SLUG --name NAME --phone TEXT{staffing.by('staff')}")


def workers_to_add(staffing: Staffing) -> Iterator[Step]:
    """Somebody who decides, somebody who allocates, and whoever works with families."""
    procedure, decider = staffing.procedure, "" if staffing.decides else staffing.decider
    if decider:
        who = f"Somebody who decides for the authority ({' or '.join(staffing.deciding)})"
        yield Step(who, f"eh worker add LOGIN --name NAME --role {decider} --team {staffing.team}")
    allocating = procedure.roles_that_may("allocate")
    if allocating and not {staffing.role, decider} & set(allocating):
        yield Step(f"Somebody who allocates ({' or '.join(allocating)})", staffing.adding("MANAGER", allocating[0]))
    if KEY_WORKER in {role.slug for role in procedure.lists["role"]}:
        yield Step("Whoever works with families", staffing.adding("WORKER", KEY_WORKER))


def choices_to_make(staffing: Staffing) -> Iterator[Step]:
    """Reasons of the authority's own, and what the procedure lets it switch off."""
    procedure, by = staffing.procedure, staffing.by("switch")
    for verb, kind in LISTS.items():
        count = len(procedure.lists[kind])
        prints = f"prints {count} (eh reason list); others of your own" if count else "prints none; your own"
        yield Step(f"Reasons for {verb}: {procedure.name} {prints}", f"eh reason add TEXT --for {verb}{by}")
    for switch in procedure.switches:
        asked = "; ".join(duty.title for duty in procedure.duties if duty.switch == switch)
        yield Step(
            f"{switch} is on (it asks for: {asked}). Where that has ended, or is not so with you",
            f"eh procedure switch {switch} off --reason TEXT{by}",
        )


def details_to_add(team: office.ShippedTeam, staffing: Staffing) -> Iterator[Step]:
    """The address, email and telephone that a team's letters need."""
    details = [
        ("address", "address", "; ".join(team.address), "TEXT"),
        ("email", "email", team.email, "TEAM@COUNCIL.GOV.UK"),
        ("phone", "telephone", team.phone, "TEXT"),
    ]
    lacking = [name for _, name, known, _ in details if not known]
    if lacking:
        typed = " ".join(f"--{option} {quoted(known or blank)}" for option, _, known, blank in details)
        yield Step(
            f"{team.name} has no {' and no '.join(lacking)} yet; its letters need them",
            f"eh team add {team.slug} --name {quoted(team.name)} {typed}{staffing.by('staff')}",
        )


def notes(founded: Founded, desk: Desk, *, asked_role: str) -> Iterator[str]:
    """What to know of a new record: a team or role that may not be what was meant, and documents that are old."""
    procedure = founded.procedure
    yield from desk.rules.version(procedure.name).in_force(desk.days.today).not_yet(desk.days.today)
    for team in founded.teams:
        near = "" if team.slug in founded.printed else nearest(team.slug, list(founded.printed))
        if near:
            yield f"{team.slug} is a team of your own: {procedure.name} prints none of that name. {near}"
    if not asked_role and founded.role not in begins_records(procedure):
        yield (
            f"{procedure.name} has no business-support, so you are {founded.role}, "
            "the first of its roles that adds workers. "
            f"Another of them (eh procedure show --list role): eh worker add {desk.who.user} --name NAME --role ROLE"
        )
    offices: list[office.ShippedTeam | office.ShippedAgency] = [*founded.teams, *founded.agencies]
    if any(each.address or each.email or each.phone for each in offices):
        yield "Addresses and telephones are as printed, some years ago. Check them: eh team list, eh agency list"
    yield from procedure.stale(desk.days.today)


def quoted(text: str) -> str:
    """A value as it is typed on a command line: in quotes where it needs them."""
    return text if re.fullmatch(r"[\w@.+-]+", text) else '"{}"'.format(text.replace('"', "'"))
