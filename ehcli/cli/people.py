"""Workers, teams and agencies."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcli.acts import agencies, choices, teams, workers
from ehcli.cli.app import Teams
from ehcli.lists import choices as chosen
from ehcli.lists import staff
from ehcli.show import lists, recorded

Ended = Annotated[bool, typer.Option("--all", help="Those who left or ended too.")]
WORKER = {"worker": "Login", "name": "Name", "role": "Role", "team": "Team", "agency": "Agency", "until": "Left"}
TEAM = {"slug": "Team", "name": "Name", "address": "Address", "email": "Email", "phone": "Telephone", "until": "Ended"}
AGENCY = {"slug": "Agency", "name": "Name", "kind": "Kind", "email": "Email", "phone": "Telephone", "until": "Ended"}
WORKER |= lists.beside("ehm_user", "email")
TEAM |= lists.beside("aliases")
AGENCY |= lists.beside("address")


def worker_list(ctx: typer.Context, team: Teams = None, ended: Ended = False) -> None:
    """Examples:
    eh worker list
    eh worker list --team tipton --all
    """
    lists.show(ctx.obj, staff.workers(ctx.obj, team or (), ended=ended), WORKER, none="No workers.")


def worker_add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The login, as typed everywhere else.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="The worker's name.")] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help="A role, from: eh procedure show --list role")] = "",
    team: Annotated[str, typer.Option(metavar="SLUG", help="The worker's team.")] = "",
    agency: Annotated[str, typer.Option(metavar="TEXT", help="The worker's agency, where not the service's own.")] = "",
    ehm_user: Annotated[
        bool | None, typer.Option("--ehm-user/--no-ehm-user", help="Uses the Early Help Module.")
    ] = None,
    email: Annotated[str, typer.Option(metavar="TEXT", help="The worker's email, for invitations.")] = "",
) -> None:
    """Only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh worker add aroy --name "Ana Roy" --role key-worker --team tipton --email aroy@example.gov.uk
        eh worker add aroy --email ana.roy@example.gov.uk
        eh worker add jmay --name "Jo May" --role manager --team tipton --ehm-user
    """
    told = {"name": name, "role": role, "team": team, "agency": agency, "email": email}
    recorded.recorded(ctx.obj, workers.add(ctx.obj, login, told=told, ehm_user=ehm_user))


def worker_end(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Refused while the worker still holds open episodes, naming them.

    Examples:
        eh worker end aroy --on 2026-12-18
    """
    recorded.recorded(ctx.obj, workers.end(ctx.obj, login))


def worker_trained(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN")],
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="No longer.")] = False,
) -> None:
    """A manager then need not confirm each time.

    Examples:
        eh worker trained sdean --by jmay
        eh worker trained sdean --withdrawn --by jmay
    """
    recorded.recorded(ctx.obj, workers.train(ctx.obj, login, withdrawn=withdrawn))


def worker_show(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Examples:
    eh worker show aroy
    """
    told = staff.worker(ctx.obj, login)
    lists.body(ctx.obj, f"{told['worker']}  worker", told, {"worker": "login", "until": "left"})


def team_list(ctx: typer.Context, ended: Ended = False) -> None:
    """Examples:
    eh team list
    """
    lists.show(ctx.obj, staff.teams(ctx.obj, ended=ended), TEAM, none="No teams.")


def team_add(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The short name, as typed everywhere else.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="The name on letters.")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="'Town hall; High Street; Tipton'.")] = "",
    email: Annotated[str, typer.Option(metavar="TEXT", help="Its email.")] = "",
    phone: Annotated[str, typer.Option(metavar="TEXT", help="Its telephone.")] = "",
) -> None:
    """Only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh team add tipton --phone "0121 496 0456"
        eh team add princes-end --name "Princes End team" --email team@example.gov.uk --phone "0121 496 0123"
    """
    told = {"name": name, "address": address, "email": email, "phone": phone}
    recorded.recorded(ctx.obj, teams.add(ctx.obj, short, told=told))


def team_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Refused while it has open episodes.

    Examples:
        eh team end princes-end --on 2026-12-31
    """
    recorded.recorded(ctx.obj, teams.end(ctx.obj, short))


def team_closed(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The team.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is closed that day.")] = "",
) -> None:
    """It comes beside the bank holidays, and is no working day for its cases.

    Dates that are running move with it; eh why names the day.

    Examples:
        eh team closed tipton --on 29/12/2026 --reason "Council shutdown" --by jmay
    """
    recorded.recorded(ctx.obj, teams.closed(ctx.obj, short, reason=reason))


def team_band(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The team.")],
    duty: Annotated[str, typer.Argument(metavar="DUTY", help="A duty from: eh procedure show")],
    band: Annotated[str, typer.Argument(metavar="BAND", help="harm, unseen, plan, waiting or record.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it stands there.")] = "",
) -> None:
    """At once, for the open tasks too. Raising is for whoever keeps the team's settings. Lowering is a manager's
    decision; what the procedure has in harm or unseen is never lowered. eh why says who placed a task, when and why.
    With --dry-run it says how many tasks would move; eh undo takes it back.

    Examples:
        eh team band tipton genogram plan --reason "Asked for at the last inspection"
        eh team band tipton eha waiting --reason "Agreed at supervision" --by jmay --dry-run
    """
    recorded.recorded(ctx.obj, choices.place(ctx.obj, short, duty, band, reason=reason))


def team_bands(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The team.")],
    every: Annotated[bool, typer.Option("--all", help="Every duty, with the band it stands in.")] = False,
) -> None:
    """Who placed each duty, when and why.

    Examples:
        eh team bands tipton
        eh team bands tipton --all
    """
    none = f"{short} has every duty where its procedure has it."
    lists.show(ctx.obj, chosen.bands(ctx.obj, short, every=every), chosen.OF_BANDS, none=none)


def team_show(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Examples:
    eh team show tipton
    """
    told = staff.team(ctx.obj, short)
    lists.body(ctx.obj, f"{told['slug']}  team", told, {"until": "ended"})


def agency_list(ctx: typer.Context, ended: Ended = False) -> None:
    """Examples:
    eh agency list
    """
    lists.show(ctx.obj, staff.agencies(ctx.obj, ended=ended), AGENCY, none="No agencies.")


def agency_add(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The short name.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Its name.")] = "",
    kind: Annotated[str, typer.Option(metavar="TEXT", help="What it is: school, health, voluntary ...")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="'High Street; Tipton; DY4 9JB'.")] = "",
    email: Annotated[str, typer.Option(metavar="TEXT", help="Its email, for invitations.")] = "",
    phone: Annotated[str, typer.Option(metavar="TEXT", help="Its telephone.")] = "",
) -> None:
    """Only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh agency add okafor-primary --name "Okafor Primary School" --kind school --email office@example.sch.uk
        eh agency add okafor-primary --email head@example.sch.uk
    """
    told = {"name": name, "kind": kind, "address": address, "email": email, "phone": phone}
    recorded.recorded(ctx.obj, agencies.add(ctx.obj, short, told=told))


def agency_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Examples:
    eh agency end okafor-primary
    """
    recorded.recorded(ctx.obj, agencies.end(ctx.obj, short))


def agency_show(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Examples:
    eh agency show barnardos
    """
    told = staff.agency(ctx.obj, short)
    lists.body(ctx.obj, f"{told['slug']}  agency", told, {"until": "ended"})
