"""Asked at the moment of the name: whether somebody is one who is in the record already, or somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from ehcli.acts import known_already
from ehcli.acts.known_already import Match, Typed
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.episodes.references import TYPED, read
from ehcli.errors import BadInput, EhError
from ehcli.matching.homes import Home
from ehcli.packs.request_form import Request
from ehcli.screen import screen

NEW = "new"
QUESTION = f"The same person? Type the reference, or {NEW} for somebody else"


class Asked:
    """What was said of each who was typed: who of the record it is, or that it is somebody else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.others: dict[str, set[str]] = {}  # as typed, with those of the record whom they are not

    def settled(self, typed: str, role: str, home: Home = Home(), phone: str = "") -> str:
        """The reference of somebody who is in the record, else what was typed."""
        person = typed_words.person(self.desk.days, typed, role)
        if person.ref:
            return typed
        found = known_already.found(self.desk.record, [Typed(person, role, home, phone)], self.desk.days.today)
        return self.said(typed, person.name, found[0])

    def said(self, typed: str, name: str, found: Sequence[Match]) -> str:
        """What somebody answers, of those whom nobody was asked about yet."""
        fresh = [each for each in found if each.ref not in self.others.get(typed, ())]
        if not fresh:
            return typed
        screen.tell(f"{name} may be in the record already:")
        for line in known_already.in_words(fresh):
            screen.tell(line)
        refs = [each.ref for each in found]
        while (answer := screen.ask(QUESTION)).casefold() != NEW:
            try:
                return one_of(answer, refs)
            except EhError as problem:
                screen.error(problem, json_wanted=False)
        self.others.setdefault(typed, set()).update(refs)
        return typed

    def whole(self, told: Request) -> Request:
        """The request with each who is in the record named by reference, going by home, telephone and one another."""
        roles = {"child": told.children, "parent": told.parents, "sibling": told.siblings}
        home = typed_words.address(told.address) if told.address else Home()
        said = [(role, typed) for role, those in roles.items() for typed in those]
        people = [
            Typed(typed_words.person(self.desk.days, typed, role), role, home, told.phone if role == "parent" else "")
            for role, typed in said
        ]
        named = {each.person.ref for each in people if each.person.ref}
        fresh = [at for at, each in enumerate(people) if not each.person.ref]
        found = known_already.found(self.desk.record, [people[at] for at in fresh], self.desk.days.today)
        settled = [typed for _, typed in said]
        for at, those in zip(fresh, found, strict=True):
            those = [each for each in those if each.ref not in named]
            settled[at] = self.said(settled[at], people[at].person.name, those)
            named |= {settled[at]}
        of = {role: tuple(settled[at] for at, (its, _) in enumerate(said) if its == role) for role in roles}
        return told._replace(children=of["child"], parents=of["parent"], siblings=of["sibling"])


def one_of(answer: str, refs: Sequence[str]) -> str:
    """The reference that was meant; raises BadInput for anything else."""
    if TYPED.fullmatch(answer.strip()) and (ref := read(answer, "P")) in refs:
        return ref
    raise BadInput(f"'{answer}' is none of them.", f"Type {', '.join(refs)} or {NEW}.")
