"""People and families: what is known of them, who is what to whom, and who may be written to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import families, two_homes
from ehcli.lists import families as who
from ehcli.show import lists, recorded

Who = Annotated[str, typer.Argument(metavar="PERSON", help="The person, such as P-0003.")]
InFamily = Annotated[str, typer.Option("--family", metavar="F-", help="Which family, where it could be several.")]
Home = Annotated[str, typer.Argument(metavar="FAMILY", help="The family, such as F-0001.")]
Because = Annotated[str, typer.Option(metavar="TEXT", help="Why; seen by those who work here only.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="The last day on which it holds, where one is known.")]
Lift = Annotated[bool, typer.Option("--lift", help="It is over. For somebody who may release letters.")]
Phone = Annotated[str, typer.Option(metavar="NUMBER", help="Telephone; 'none' empties it.")]
Email = Annotated[str, typer.Option(metavar="ADDRESS", help="Email; 'none' empties it.")]
Where = Annotated[str, typer.Option("--address", metavar="TEXT", help="'1 High Street; Tipton; DY4 9JB'.")]
Unsure = Annotated[bool, typer.Option("--unconfirmed", help="Nobody has confirmed the address: no letter goes there.")]


def person_change(
    ctx: typer.Context,
    person: Who,
    name: Annotated[str, typer.Option(metavar="TEXT", help="The name; the old one still finds the person.")] = "",
    born: Annotated[str, typer.Option(metavar="DATE", help="Date of birth; 'none' empties it.")] = "",
    sex: Annotated[str, typer.Option(metavar="M|F|U", help="Sex.")] = "",
    phone: Phone = "",
    email: Email = "",
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Asked for: easy-read, braille, audio, large-print, interpreter:LANGUAGE; all of them, or none.",
        ),
    ] = None,
    unsafe: Annotated[str, typer.Option(metavar="TEXT", help="It is not safe to write, and why.")] = "",
    safe_again: Annotated[bool, typer.Option("--safe-again", help="It is safe to write again.")] = False,
    died: Annotated[str, typer.Option(metavar="DATE", help="The day of death; 'none' if that was wrong.")] = "",
    address: Where = "",
    moved_too: Annotated[
        list[str] | None, typer.Option("--with", metavar="P-", help="Somebody who moved there too.")
    ] = None,
    unconfirmed: Unsure = False,
    confirmed: Annotated[bool, typer.Option("--address-confirmed", help="The address was confirmed.")] = False,
    new_person: Annotated[bool, typer.Option("--new-person", help="It is somebody else, though alike now.")] = False,
    link: Annotated[str, typer.Option(metavar="P-", help="The same person as this one of the record.")] = "",
) -> None:
    """The newest holds, and what was before is kept.

    An address counts as confirmed unless --unconfirmed says otherwise. Only those named with --with move too.

    Examples:
        eh person change P-0003 --phone "07700 900456" --email sam@example.org
        eh person change P-0003 --address "4 Mill Lane; Tipton; DY4 8AA" --with P-0001 --on 12/10/2026
        eh person change P-0003 --unsafe "Somebody else opens the post"
        eh person change P-0003 --format large-print --format interpreter:Polish
    """
    asked = families.PersonChange(
        name=name,
        born=born,
        sex=sex,
        phone=phone,
        email=email,
        formats=tuple(format or ()),
        unsafe=unsafe,
        safe_again=safe_again,
        died=died,
        address=address,
        unconfirmed=unconfirmed,
        confirmed=confirmed,
        moved_too=tuple(moved_too or ()),
    )
    recorded.recorded(ctx.obj, families.change(ctx.obj, person, asked, new=new_person, link=link))


def person_add(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="'NAME; BORN; SEX', or a P- reference.")],
    family: Annotated[str, typer.Option(metavar="F-", help="The family.")] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="parent, child, sibling or other.")] = "",
    lives_with: Annotated[str, typer.Option(metavar="P-", help="Lives where this person lives.")] = "",
    address: Where = "",
    unconfirmed: Unsure = False,
    phone: Phone = "",
    email: Email = "",
    new_person: Annotated[bool, typer.Option("--new-person", help="A new person, though the name is alike.")] = False,
) -> None:
    """It is a new person, or one who is in the record already.

    Examples:
        eh person add "Jo Larkin; 1984-05-01" --family F-0001 --role parent --lives-with P-0003
        eh person add P-0042 --family F-0001 --role other
    """
    more = families.PersonChange(address=address, unconfirmed=unconfirmed, phone=phone, email=email)
    place = {"family": family, "role": role, "lives_with": lives_with}
    recorded.recorded(ctx.obj, families.add(ctx.obj, person, **place, new=new_person, more=more))


def family_member(
    ctx: typer.Context,
    person: Who,
    left: Annotated[str, typer.Option(metavar="DATE", help="The last day in the household.")] = "",
    back: Annotated[bool, typer.Option("--back", help="In the household again.")] = False,
    role: Annotated[str, typer.Option(metavar="ROLE", help="Another place: parent, child, sibling or other.")] = "",
    family: InFamily = "",
) -> None:
    """With --role, records another place in the family.

    Whoever has left gets no letter without being named, and none until an address since then is known.

    Examples:
        eh family member P-0004 --left 12/10/2026
        eh family member P-0004 --back
    """
    recorded.recorded(ctx.obj, families.member(ctx.obj, person, family=family, left=left, back=back, role=role))


def family_relation(
    ctx: typer.Context,
    adult: Annotated[str, typer.Argument(metavar="ADULT", help="The adult, such as P-0003.")],
    child: Annotated[str, typer.Argument(metavar="CHILD", help="The child, such as P-0001.")],
    relation: Annotated[
        str, typer.Option(metavar="TEXT", help="What the adult is to the child: mother, aunt ...")
    ] = "",
    responsibility: Annotated[
        str, typer.Option(metavar="yes|no|unknown", help="Whether the adult has parental responsibility.")
    ] = "",
) -> None:
    """With --responsibility, also whether the adult has parental responsibility.

    Examples:
        eh family relation P-0003 P-0001 --relation mother --responsibility yes
    """
    said = families.relate(ctx.obj, adult, child, relation=relation, responsibility=responsibility)
    recorded.recorded(ctx.obj, said)


def family_restrict(
    ctx: typer.Context,
    person: Who,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Whom they are kept apart from.")],
    because: Because = "",
    until: Until = "",
    lift: Lift = False,
) -> None:
    """With --lift, records that this is over.

    Neither is written to about the other as a child of the episode, and no letter to one tells where the other is.

    Examples:
        eh family restrict P-0003 P-0004 --because "Non-molestation order" --until 31/03/2027
        eh family restrict P-0003 P-0004 --lift --by jmay
    """
    recorded.recorded(ctx.obj, families.restrict(ctx.obj, person, other, because=because, until=until, lift=lift))


def family_two_homes(
    ctx: typer.Context,
    person: Who,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Whose address looks like the same home.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="How it is known; seen by those who work here.")] = "",
    over: Annotated[bool, typer.Option("--over", help="The addresses are compared again as they stand.")] = False,
) -> None:
    """It takes somebody who may release letters, and holds until either address is changed.

    A letter to one is then no longer stopped because it may reach the other. With --over anybody ends it.

    Examples:
        eh family two-homes P-0003 P-0004 --reason "Two doors, seen on the visit" --by jmay
        eh family two-homes P-0003 P-0004 --reason "They share the letter box" --over
    """
    recorded.recorded(ctx.obj, two_homes.decide(ctx.obj, person, other, reason=reason, over=over))


def family_flag(ctx: typer.Context, family: Home, because: Because = "", until: Until = "", lift: Lift = False) -> None:
    """With --lift, records that this is over.

    Examples:
        eh family flag F-0001 --because "Address withheld from a relative"
        eh family flag F-0001 --lift --by jmay
    """
    recorded.recorded(ctx.obj, families.flag(ctx.obj, family, because=because, until=until, lift=lift))


def person_show(ctx: typer.Context, person: Who) -> None:
    """It says whether they may be written to.

    Examples:
        eh person show P-0003
        eh person show P-0003 --json
    """
    told = who.person(ctx.obj, person)
    lists.body(ctx.obj, f"{told['person']}  person", told, {"until": "left"})


def family_show(ctx: typer.Context, family: Home) -> None:
    """It says who is in it, and who is what to whom.

    Examples:
        eh family show F-0001
        eh family show F-0001 --json
    """
    told = who.family(ctx.obj, family)
    lists.body(ctx.obj, f"{told['family']}  family", told)
