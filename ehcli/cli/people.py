"""Workers, teams and agencies."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from ehcli import staff, words
from ehcli.dates import long
from ehcli.desk import Desk
from ehcli.errors import BadInput, NotFound, Refused, nearest
from ehcli.letters.drafts import is_address
from ehcli.record import reading
from ehcli.record.deriving import Outcome
from ehcli.show import lists, recorded, screen

Ended = Annotated[bool, typer.Option("--all", help="Those who left or ended too.")]
WORKER = {
    "login": "Login",
    "name": "Name",
    "role": "Role",
    "team": "Team",
    "agency": "Agency",
    "until": "Left",
}
TEAM = {
    "slug": "Team",
    "name": "Name",
    "address": "Address",
    "email": "Email",
    "phone": "Telephone",
    "until": "Ended",
}
AGENCY = {"slug": "Agency", "name": "Name", "kind": "Kind", "email": "Email", "phone": "Telephone", "until": "Ended"}


def slug(text: str, what: str) -> str:
    """A short name for typing: small letters, figures and hyphens."""
    made = "-".join(reading.folded(text).split())
    if not made:
        raise BadInput(f"'{text}' cannot be the short name of a {what}.", "Use letters, figures and hyphens.")
    return made


def an_email(typed: str) -> str:
    """One email address, or none; raises BadInput for anything else."""
    if typed.strip() and not is_address(typed.strip()):
        raise BadInput(f"'{typed}' is not one email address.", "Type it as name@example.gov.uk, one and no more.")
    return typed.strip()


def details(desk: Desk, body: dict[str, Any]) -> None:
    """One thing, a line for each of its details."""
    if desk.settings.as_json:
        screen.as_json(screen.plain(body))
        return
    for key, value in body.items():
        if value not in ("", None, []):
            screen.out(
                f"{key.replace('_', ' ').capitalize()}: {', '.join(value) if isinstance(value, list) else value}"
            )


def said(desk: Desk, sentence: str, ref: str) -> None:
    recorded.recorded(desk, Outcome(dry_run=desk.settings.dry_run), sentence, ref=ref)


def worker_list(
    ctx: typer.Context,
    team: Annotated[str, typer.Option(metavar="SLUG", help="One team.")] = "",
    ended: Ended = False,
) -> None:
    """List the workers.

    Examples:
        eh worker list
        eh worker list --team tipton --all
    """
    desk: Desk = ctx.obj
    wanted = reading.team(desk.record, team).slug if team else ""
    rows = [
        each._asdict()
        for each in reading.workers(desk.record)
        if (ended or not each.until) and wanted in ("", each.team)
    ]
    lists.show(desk, rows, WORKER, none="No workers.")


def worker_add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The login, as typed everywhere else.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="The worker's name.")] = "",
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="A role of the procedure: manager, senior, key-worker ...")
    ] = "",
    team: Annotated[str, typer.Option(metavar="SLUG", help="The worker's team.")] = "",
    agency: Annotated[str, typer.Option(metavar="TEXT", help="The worker's agency, where not the service's own.")] = "",
    ehm_user: Annotated[bool, typer.Option("--ehm-user", help="Uses the Early Help Module.")] = False,
    email: Annotated[str, typer.Option(metavar="TEXT", help="The worker's email, for invitations.")] = "",
) -> None:
    """Add a worker, or change one: the newest details hold, the old ones are kept.

    Examples:
        eh worker add aroy --name "Ana Roy" --role key-worker --team tipton --email aroy@example.gov.uk
        eh worker add jmay --name "Jo May" --role manager --team tipton --ehm-user
    """

    desk: Desk = ctx.obj
    login = words.text(login, "login")
    if login.split() != [login] or not login.isprintable():
        raise BadInput(
            f"'{login}' is not a login: it has a space or a sign that is not seen in it.",
            "Type it as it is typed to sign in.",
        )
    name = words.text(name, "name (--name)")
    if not role:
        roles = ", ".join(named.slug for named in desk.procedure.lists["role"])
        raise BadInput("The role is missing.", f"Add --role ROLE: {roles}")
    role = desk.procedure.named("role", role).slug
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        known = reading.signed_in(now.writer, login)
        login = known.login if known else login
        if staff.decides(role, desk.procedure) and (not known or known.role != role):
            now.require("appoint", desk.procedure)
        of_team = reading.team(now.writer, team).slug if team else ""
        now.row(
            "worker",
            login=login,
            name=name,
            role=role,
            team=of_team,
            agency=agency,
            ehm_user=ehm_user,
            email=an_email(email),
        )
    said(desk, f"{name} ({login}) is a {role}{f' in {of_team}' if of_team else ''}.", login)


def worker_end(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Record that a worker leaves. Refused while the worker still holds open episodes, naming them.

    Examples:
        eh worker end aroy --on 2026-12-18
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        known = reading.worker(now.writer, login)
        if known.until:
            raise Refused(
                f"{known.login} left on {long(date.fromisoformat(known.until))} already.", "See: eh worker list --all"
            )
        held = now.writer.rows("SELECT ref FROM episode WHERE worker = ? AND closed_on = '' ORDER BY ref", known.login)
        if held:
            refs = ", ".join(row[0] for row in held)
            raise Refused(
                f"{known.login} still holds {len(held)}: {refs}.",
                "Give each to somebody: eh allocate E-... --to WORKER",
            )
        now.row("worker", **(known._asdict() | {"until": on.isoformat()}))
    said(desk, f"{known.name} ({known.login}) leaves on {long(on)}.", known.login)


def worker_trained(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN")],
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="No longer.")] = False,
) -> None:
    """Record that a senior was trained to allocate, so that a manager need not confirm each time.

    Examples:
        eh worker trained sdean --by jmay
        eh worker trained sdean --withdrawn --by jmay
    """
    desk: Desk = ctx.obj
    on, _ = desk.happened
    with desk.recording() as now:
        by = now.require("appoint", desk.procedure, "COG line 790 (COG-393)")
        known = reading.worker(now.writer, login, on.isoformat())
        value = "" if withdrawn else "allocate"
        now.row("choice", kind="trained", name=known.login, value=value, decided_by=by, reason="")
    may = "allocates only with a manager" if withdrawn else "is trained to allocate"
    said(desk, f"{known.name} ({known.login}) {may}, agreed by {by}.", known.login)


def worker_show(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Show a worker and the cases held.

    Examples:
        eh worker show aroy
    """
    desk: Desk = ctx.obj
    known = reading.worker(desk.record, login)
    held = desk.record.rows("SELECT ref FROM episode WHERE worker = ? AND closed_on = '' ORDER BY ref", known.login)
    trained = ["allocate"] if reading.trained(desk.record, known.login) else []
    details(desk, known._asdict() | {"trained_to": trained, "holds": [row[0] for row in held]})


def team_list(ctx: typer.Context, ended: Ended = False) -> None:
    """List the teams.

    Examples:
        eh team list
    """
    desk: Desk = ctx.obj
    rows = [
        each._asdict() | {"address": each.address.replace("\n", ", ")}
        for each in reading.teams(desk.record)
        if ended or not each.until
    ]
    lists.show(desk, rows, TEAM, none="No teams.")


def team_add(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The short name, as typed everywhere else.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="The name on letters.")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="'Town hall; High Street; Tipton'.")] = "",
    email: Annotated[str, typer.Option(metavar="TEXT", help="Its email.")] = "",
    phone: Annotated[str, typer.Option(metavar="TEXT", help="Its telephone.")] = "",
) -> None:
    """Add a team, or change one: the newest details hold, the old ones are kept.

    Examples:
        eh team add princes-end --name "Princes End team" --email team@example.gov.uk --phone "0121 496 0123"
    """

    desk: Desk = ctx.obj
    short = slug(short, "team")
    name = words.text(name, "name (--name)")
    lines = words.address(address)[0] if address else []
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        now.row("team", slug=short, name=name, address="\n".join(lines), email=an_email(email), phone=phone)
    said(desk, f"Team {short}: {name}.", short)


def team_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Record that a team has ended. Refused while it has open episodes.

    Examples:
        eh team end princes-end --on 2026-12-31
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        known = reading.team(now.writer, short)
        count = now.writer.rows("SELECT count(*) FROM episode WHERE team = ? AND closed_on = ''", known.slug)[0][0]
        if count:
            raise Refused(f"{known.name} has {count} open episodes.", f"See: eh tray --team {known.slug}")
        now.row("team", **(known._asdict() | {"until": on.isoformat()}))
    said(desk, f"{known.name} ended on {long(on)}.", known.slug)


def team_closed(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The team.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is closed that day.")] = "",
) -> None:
    """Record a day on which a team is closed, beside the bank holidays: it is no working day for its cases.

    Dates that are running move with it; eh why names the day.

    Examples:
        eh team closed tipton --on 29/12/2026 --reason "Council shutdown" --by jmay
    """
    desk: Desk = ctx.obj
    if not desk.settings.on:
        raise BadInput("Which day is it closed?", "Add --on DATE")
    on, _ = desk.happened
    reason = words.text(reason, "reason (--reason)")
    if why := desk.workdays.off(on):
        raise Refused(f"{long(on)} is no working day already ({why}).", "Nothing needs recording.")
    with desk.recording(reason) as now:
        login = now.require("switch", desk.procedure)
        known = reading.team(now.writer, short)
        now.row(
            "choice", kind=f"closed:{known.slug}", name=on.isoformat(), value=reason, decided_by=login, reason=reason
        )
        now.writer.set_about("worklist", "to be worked out again")
    if not desk.settings.dry_run:
        desk.forget()
        _ = desk.record
    said(desk, f"{known.slug} is closed on {long(on)}, decided by {login}: {reason}.", known.slug)


def team_show(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Show a team, its workers and how many episodes are open.

    Examples:
        eh team show tipton
    """
    desk: Desk = ctx.obj
    known = reading.team(desk.record, short)
    count = desk.record.rows("SELECT count(*) FROM episode WHERE team = ? AND closed_on = ''", known.slug)[0][0]
    staff = [each.login for each in reading.workers(desk.record) if each.team == known.slug and not each.until]
    body = known._asdict() | {
        "address": known.address.replace("\n", ", "),
        "open_episodes": count,
        "workers": staff,
    }
    details(desk, body)


def agency_list(ctx: typer.Context, ended: Ended = False) -> None:
    """List the agencies.

    Examples:
        eh agency list
    """
    desk: Desk = ctx.obj
    rows = [each._asdict() for each in reading.agencies(desk.record) if ended or not each.until]
    lists.show(desk, rows, AGENCY, none="No agencies.")


def an_agency(port: reading.Port, typed: str) -> dict[str, str]:
    known = [each._asdict() for each in reading.agencies(port)]
    for each in known:
        if reading.folded(typed) in (reading.folded(each["slug"]), reading.folded(each["name"])):
            return each
    raise NotFound(
        f"There is no agency '{typed}'.",
        nearest(typed, [each["slug"] for each in known]) or "See: eh agency list",
    )


def agency_add(
    ctx: typer.Context,
    short: Annotated[str, typer.Argument(metavar="SLUG", help="The short name.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Its name.")] = "",
    kind: Annotated[str, typer.Option(metavar="TEXT", help="What it is: school, health, voluntary ...")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="'High Street; Tipton; DY4 9JB'.")] = "",
    email: Annotated[str, typer.Option(metavar="TEXT", help="Its email, for invitations.")] = "",
    phone: Annotated[str, typer.Option(metavar="TEXT", help="Its telephone.")] = "",
) -> None:
    """Add an agency, or change one: the newest details hold, the old ones are kept.

    Examples:
        eh agency add okafor-primary --name "Okafor Primary School" --kind school --email office@example.sch.uk
    """

    desk: Desk = ctx.obj
    short = slug(short, "agency")
    name = words.text(name, "name (--name)")
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        where = "\n".join(words.address(address)[0]) if address else ""
        now.row("agency", slug=short, name=name, kind=kind, address=where, email=an_email(email), phone=phone)
    said(desk, f"Agency {short}: {name}.", short)


def agency_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Record that an agency has ended.

    Examples:
        eh agency end okafor-primary
    """

    desk: Desk = ctx.obj
    on, _ = desk.happened
    with desk.recording() as now:
        now.require("staff", desk.procedure)
        known = an_agency(now.writer, short)
        now.row("agency", **(known | {"until": on.isoformat()}))
    said(desk, f"{known['name']} ended on {long(on)}.", known["slug"])


def agency_show(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Show an agency.

    Examples:
        eh agency show barnardos
    """
    desk: Desk = ctx.obj
    details(desk, an_agency(desk.record, short))
