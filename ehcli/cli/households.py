"""Shows a person and a family: what is known of them, and who may be written to."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.lists import families
from ehcli.show import lists

Who = Annotated[str, typer.Argument(metavar="PERSON", help="The person, such as P-0003.")]
Home = Annotated[str, typer.Argument(metavar="FAMILY", help="The family, such as F-0001.")]


def person_show(ctx: typer.Context, person: Who) -> None:
    """It says whether they may be written to.

    Examples:
        eh person show P-0003
        eh person show P-0003 --json
    """
    told = families.person(ctx.obj, person)
    lists.body(ctx.obj, f"{told['person']}  person", told, {"until": "left"})


def family_show(ctx: typer.Context, family: Home) -> None:
    """It says who is in it, and who is what to whom.

    Examples:
        eh family show F-0001
        eh family show F-0001 --json
    """
    told = families.family(ctx.obj, family)
    lists.body(ctx.obj, f"{told['family']}  family", told)
