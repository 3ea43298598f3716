"""Records one command: entry, facts, rows and what follows from them, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, partial
from types import TracebackType
from typing import Any, Self

from ehcli.desk.days import Days
from ehcli.desk.rules import Rules
from ehcli.desk.said import not_worked_out
from ehcli.episodes.facts import NAMES, RESTS_ON_NOTHING, Fact, Told
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.matching.spelling import folded
from ehcli.procedures import rights
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.obligation import Obligation, moved, newly_owed
from ehcli.procedures.procedure import Procedure
from ehcli.record import cases, office, overtaking, people, projecting, stories
from ehcli.record.deriving import CANNOT_BE_WORKED_OUT, Outcome, Settled, ask_for, derive, tellable
from ehcli.record.port import LAST_MARK, Port
from ehcli.record.writing import WHATEVER_THE_CLOCK_SAYS, Writer
from ehcli.screen import screen

# The table behind a kind of row that stands beside the facts, where it is called otherwise.
ROWS: dict[str, str] = {
    "details": "person_details",
    "flag": "family_flag",
    "note": "case_note",
    "plan-action": "plan_action",
    "plan-part": "plan_part",
}


class Recording:
    """One command on its way into the record, with what the record says seen inside its transaction."""

    def __init__(
        self,
        writer: Writer,
        *,
        command: str,
        by: str,
        decided_by: str,
        reason: str,
        days: Days,
        rules: Rules,
        dry_run: bool,
        began_at: int,
        entered: set[int],
        reads_inside: Callable[[Port | None], None],
        forget: Callable[[], None],
    ) -> None:
        self.writer = writer
        self.command, self.by, self.decided_by, self.reason = command, by, decided_by, reason
        self.days, self.rules = days, rules
        self.dry_run = dry_run
        self.began_at, self.entered = began_at, entered
        self.reads_inside, self.forget = reads_inside, forget
        self.between: set[int] = set()
        self.headings: dict[str, cases.EpisodeHeading] = {}
        self.before: dict[str, Settled] = {}
        self.told_about: list[str] = []
        self.fresh: dict[str, set[str]] = {}  # the people made here, with the words that find them so far
        self.outcome = Outcome(dry_run=dry_run)
        self.outcomes: dict[str, Outcome] = {}  # of each episode that was told of

    def __enter__(self) -> Self:
        self.writer.__enter__()
        self.reads_inside(self.writer)
        try:
            self.entry = self.writer.begin_entry(self.command, self.by, self.decided_by, self.reason)
        except BaseException:
            self.reads_inside(None)
            self.writer.leave()
            raise
        # What others entered since this command first read the record; nobody enters anything from here on.
        self.between = set(range(self.began_at + 1, self.entry)) - self.entered
        if self.between:
            self.forget()  # a procedure or a closing day may be among it
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self.reads_inside(None)
            self.writer.__exit__(kind, error, at)

    # What the record says, read once

    def heading(self, typed: str) -> cases.EpisodeHeading:
        """The episode's heading as this command found it; raises NotFound."""
        ref = read(typed, "E")
        if ref not in self.headings:
            # The team is not known yet: most follow the procedure that the record does.
            ask_for(self.writer, ref, lambda: self.rules.programme(""))
            self.headings[ref] = cases.heading(self.writer, ref)
        return self.headings[ref]

    def episode(self, ref: str, *, whole: bool = False) -> Settled:
        """The episode as it stands before this command, with all of its notes if ``whole``; raises NotFound."""
        heading = self.heading(ref)
        known = self.before.get(heading.ref)
        if known is None or (whole and not known.whole):
            known = self.before[heading.ref] = self.so_far(ref, whole=whole)
        return known

    def so_far(self, ref: str, *, whole: bool = False) -> Settled:
        """The episode as it stands with what this command has told of it so far.

        A contact is logged whatever else was told of it: what cannot be read of it is passed over then.
        """
        heading = self.heading(ref)
        programme, workdays = self.programme_of(heading), self.days.workdays_of(heading.team)
        try:
            return derive(self.writer, heading, programme, workdays, whole=whole)
        except CANNOT_BE_WORKED_OUT:
            if not self.whatever_stands:
                raise
            known = tellable(heading.ref, stories.readable_facts_of(self.writer, heading.ref))
            return derive(self.writer, heading, programme, workdays, whole=whole, known=known)

    def programme_of(self, heading: cases.EpisodeHeading) -> Procedures:
        """The procedures of an episode; for a contact the record's own, where its team took up one that is not here."""
        try:
            return self.rules.programme_of(heading)
        except NotFound:
            if not self.whatever_stands:
                raise
            return self.rules.programme("")

    @property
    def whatever_stands(self) -> bool:
        """Whether the command logs a contact or a note: nothing that was told before stands in its way."""
        return self.command in WHATEVER_THE_CLOCK_SAYS

    def procedure(self, episode: str = "") -> Procedure:
        """The procedure in force today for the episode's team; with no episode, the record's own."""
        return self.rules.procedure_of(self.heading(episode).team if episode else "")

    def procedure_of_minutes(self, episode: str, held_on: date | None) -> Procedure:
        """The procedure under which a meeting was held: what it owes stays under it."""
        return self.rules.programme(self.heading(episode).team).in_force(held_on or self.days.today)

    @cached_property
    def decided(self) -> office.WorkerNow:
        """Whoever decided: --by, else the user."""
        return office.worker(self.writer, self.decided_by or self.by)

    def decider(self) -> tuple[str, str]:
        """Who decided and in what role."""
        return self.decided.login, self.decided.role

    def require(self, right: str, procedure: Procedure, rule: str = "") -> str:
        """The login of who decided; raises Refused where their role may not."""
        login, role = self.decider()
        rights.require(
            right,
            role=role,
            login=login,
            procedure=procedure,
            rule=rule,
            trained=office.trained(self.writer, login),
            ever=self.roles_ever,
            here=lambda: office.roles_here(self.writer),
        )
        return login

    def roles_ever(self) -> set[str]:
        """The roles that say whether such a right was ever held: whoever owns a server's tables may name one again."""
        port = self.writer
        return office.roles_here(port) if port.owns else office.roles_ever(port)

    def tell(self, facts: Iterable[Fact], withdraws: Told | None = None) -> None:
        """Records the facts; raises Overtaken where somebody else told of the same episode meanwhile.

        A contact, a visit or a note is never overtaken: it is true whatever else was told.
        """
        for fact in facts:
            if NAMES[type(fact)] not in RESTS_ON_NOTHING:
                overtaking.refuse(self.writer, "fact", (fact.episode,), self.between)
            self.writer.tell(fact, withdraws)
            if fact.episode not in self.told_about:
                self.told_about.append(fact.episode)

    def children(self, episode: str, people: Iterable[str]) -> None:
        """The children an episode is about."""
        self.writer.insert("episode_child", [{"episode": episode, "person": each} for each in people])

    def settle_too(self, ref: str) -> None:
        """Has this episode's worklist worked out again with the rest, though no fact was told of it."""
        if ref not in self.told_about:
            self.told_about.append(ref)

    def undone(self, entry: int) -> None:
        """Puts what an earlier entry wrote out of sight."""
        self.writer.insert("undone", [{"entry": entry, "by_entry": self.entry}])

    def empty(self, ref: str) -> None:
        """Leaves nothing owed and no meeting of an episode whose opening was undone."""
        self.writer.set_worklist(ref, [])
        self.writer.set_meetings(ref, [])

    def finish(self) -> None:
        """Seals the entry, settles every episode it spoke of, and keeps it all, unless this is a dry run.

        Raises BadInput for a day that was typed and that nothing is recorded of.
        """
        self.days.heeded()
        self.writer.end_entry()
        for ref in self.told_about:
            team = self.headings[ref].team if ref in self.headings else ""
            ask_for(self.writer, ref, partial(self.rules.likely, team), LAST_MARK)
            heading = cases.heading(self.writer, ref)  # as it is now: an undo or a transfer may have changed it
            programme, workdays = self.programme_of(heading), self.days.workdays_of(heading.team)
            before, worked_out = self.owed_before(ref)
            try:
                after = projecting.settle(self.writer, heading, programme, workdays)
            except CANNOT_BE_WORKED_OUT:
                if worked_out and not self.whatever_stands:
                    raise
                screen.tell(not_worked_out(heading))
                self.outcome = self.outcomes[ref] = Outcome(self.entry, self.dry_run)
                continue
            still = {each.key for each in after.obligations if each.is_open}
            over = [each for each in before if each.is_open and each.key not in still]
            ended = {each.key: each for each in after.obligations}
            self.outcome = self.outcomes[ref] = Outcome(
                self.entry,
                self.dry_run,
                after,
                newly_owed(before, after.obligations),
                moved(before, after.obligations),
                [ended.get(each.key, each) for each in over],
            )
        if not self.dry_run:
            self.writer.keep()
            self.entered.add(self.entry)

    def owed_before(self, ref: str) -> tuple[list[Obligation], bool]:
        """What an episode owed before this command, and whether that can be worked out."""
        try:
            return (self.before[ref].obligations if ref in self.before else []), True
        except CANNOT_BE_WORKED_OUT:
            return [], False

    def of_each(self, episodes: Mapping[str, str]) -> dict[str, Outcome]:
        """What follows of each thing that was told of, by its reference; ``episodes`` gives the episode of each."""
        return {ref: self.outcomes.get(episode, self.outcome) for ref, episode in episodes.items()}

    # Rows beside the facts

    def row(self, table: str, **values: Any) -> None:
        """A row of one of the tables that stand beside the facts: worker, team, agency, choice, note, letter ...

        Raises Overtaken where somebody else changed the same thing meanwhile.
        """
        key = [str(values.get(column, "")) for column in overtaking.ABOUT.get(table, ())]
        if key:
            overtaking.refuse(self.writer, table, key, self.between)
        self.writer.add(ROWS.get(table, table), **values)

    def person(self, *, name: str, born: date | None, sex: str = "", phone: str = "") -> str:
        """A new person, found from now on by every word of the name."""
        ref = self.writer.ref("P")
        self.fresh[ref] = set()
        self.writer.add("person", ref=ref)
        self.writer.add(
            "person_details",
            person=ref,
            name=name,
            born=born.isoformat() if born else "",
            sex=sex,
            phone=phone,
        )
        self.words(ref, name)
        return ref

    def words(self, person: str, text: str) -> None:
        """Makes a person findable by the words of this text."""
        found = sorted(set(folded(text).split()))
        known = self.fresh[person] if person in self.fresh else people.known_words(self.writer, person, found)
        fresh = [word for word in found if word not in known]
        self.writer.insert("name_word", [{"word": word, "person": person} for word in fresh])
        self.fresh.get(person, set()).update(fresh)

    def found_anew(self, person: str) -> None:
        """Has a person found by the names and postcodes that stand, and by no other."""
        self.writer.forget_words(person)
        for told in people.named_ever(self.writer, person):
            self.words(person, told)

    def address(self, person: str, lines: Iterable[str], postcode: str, since: date, *, confirmed: bool = True) -> None:
        """Where a person lives from that day on; an address that somebody told us counts as confirmed (our default)."""
        overtaking.refuse(self.writer, "address", (person,), self.between)
        self.writer.add(
            "address",
            person=person,
            lines="\n".join(lines),
            postcode=postcode,
            since=since.isoformat(),
            confirmed=confirmed,
        )
        self.words(person, postcode.replace(" ", ""))

    def member(self, family: str, person: str, role: str) -> None:
        """A person's place in a family, unless they have it already and have not left."""
        if not people.is_member(self.writer, family, person):
            self.writer.add("member", family=family, person=person, role=role)
