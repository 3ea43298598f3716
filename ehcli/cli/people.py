"""Workers, teams and agencies."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, NotFound, Refused, a, nearest
from ehcli.matching.spelling import folded
from ehcli.paper.email_draft import is_address
from ehcli.procedures import rights
from ehcli.record import office, stories
from ehcli.record.deriving import Outcome
from ehcli.record.port import Port
from ehcli.screen import screen
from ehcli.show import lists, recorded

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


def changed(known: Any, typed: dict[str, str]) -> dict[str, Any]:
    """What is known of a worker, team or agency, with what was typed in its place: 'none' empties a detail.

    ``known`` is None for one who is new. Raises BadInput where there is no name, where the email is not one address,
    and where nothing is said of one who is known.
    """
    said = {key: typed_words.emptied(value) for key, value in typed.items() if value.strip()}
    if known and not said and not known.until:
        kind = type(known).__name__.removesuffix("Now").casefold()
        raise BadInput(f"Nothing new is said of {known[0]}.", f"See what may change: eh {kind} add --help")
    if said.get("email") and not is_address(said["email"]):
        raise BadInput(
            f"'{typed['email']}' is not one email address.",
            f"Type it as name@example.gov.uk, one and no more; '{typed_words.NONE}' empties it.",
        )
    whole = (known._asdict() if known else {}) | said | {"until": ""}
    typed_words.text(whole.get("name", ""), "name", "--name TEXT")
    return whole


def an_address(typed: str) -> str:
    """An address line by line; the word that empties it as it stands, and nothing where nothing was typed."""
    return "\n".join(typed_words.address(typed).lines) if typed_words.emptied(typed) else typed


def remarked(address: str) -> None:
    """Says what an officer should know of an address that was recorded as it was typed."""
    for remark in typed_words.remarks(typed_words.emptied(address)):
        screen.tell(f"Note: {remark}")


def said(desk: Desk, sentence: str, ref: str) -> None:
    recorded.recorded(desk, Said(Outcome(dry_run=desk.settings.dry_run), sentence, ref=ref))


def worker_list(
    ctx: typer.Context,
    team: Annotated[str, typer.Option(metavar="SLUG", help="One team.")] = "",
    ended: Ended = False,
) -> None:
    """Examples:
    eh worker list
    eh worker list --team tipton --all
    """
    desk: Desk = ctx.obj
    wanted = office.team(desk.record, team).slug if team else ""
    rows = [
        each._asdict()
        for each in office.workers(desk.record)
        if (ended or not each.until) and wanted in ("", each.team)
    ]
    lists.show(desk, rows, WORKER, none="No workers.")


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
    """Add a worker, or change one: only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh worker add aroy --name "Ana Roy" --role key-worker --team tipton --email aroy@example.gov.uk
        eh worker add aroy --email ana.roy@example.gov.uk
        eh worker add jmay --name "Jo May" --role manager --team tipton --ehm-user
    """

    desk: Desk = ctx.obj
    login = typed_words.text(login, "login")
    if login.split() != [login] or not login.isprintable():
        raise BadInput(
            f"'{login}' is not a login: it has a space or a sign that is not seen in it.",
            "Type it as it is typed to sign in.",
        )
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = office.signed_in(now.writer, login)
        typed = {"name": name, "role": role, "team": team, "agency": agency, "email": email}
        if ehm_user is not None:
            typed["ehm_user"] = "yes" if ehm_user else typed_words.NONE
        worker = changed(known, typed) | {"login": known.login if known else login}
        if not worker.get("role"):
            roles = ", ".join(named.slug for named in desk.rules.procedure.lists["role"])
            raise BadInput("The role is missing.", f"Add --role ROLE: {roles}")
        if role:
            worker["role"] = desk.rules.procedure.named("role", role).slug
        if rights.decides(worker["role"], desk.rules.procedure) and (not known or known.role != worker["role"]):
            now.require("appoint", desk.rules.procedure)
        if worker.get("team"):
            worker["team"] = office.team(now.writer, worker["team"]).slug
        now.row("worker", **worker | {"ehm_user": bool(worker.get("ehm_user"))})
    of_team = f" in {worker['team']}" if worker.get("team") else ""
    said(desk, f"{worker['name']} ({worker['login']}) is {a(worker['role'])}{of_team}.", worker["login"])


def worker_end(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Refused while the worker still holds open episodes, naming them.

    Examples:
        eh worker end aroy --on 2026-12-18
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = office.worker(now.writer, login)
        if known.until:
            raise Refused(
                f"{known.login} left on {long(date.fromisoformat(known.until))} already.", "See: eh worker list --all"
            )
        held = stories.held_by(now.writer, known.login, open_only=True)
        if held:
            refs = ", ".join(held)
            raise Refused(
                f"{known.login} still holds {len(held)}: {refs}.",
                "Give each to somebody: eh allocate E-... --to WORKER --by MANAGER",
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
    on, _ = desk.days.happened
    with desk.recording() as now:
        by = now.require("appoint", desk.rules.procedure, "train-to-allocate")
        known = office.worker(now.writer, login, on.isoformat())
        value = "" if withdrawn else "allocate"
        now.row("choice", kind="trained", name=known.login, value=value, decided_by=by, reason="")
    may = "allocates only with a manager" if withdrawn else "is trained to allocate"
    said(desk, f"{known.name} ({known.login}) {may}, agreed by {by}.", known.login)


def worker_show(ctx: typer.Context, login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    """Examples:
    eh worker show aroy
    """
    desk: Desk = ctx.obj
    known = office.worker(desk.record, login)
    held = stories.held_by(desk.record, known.login, open_only=True)
    trained = ["allocate"] if office.trained(desk.record, known.login) else []
    told = known._asdict() | {"trained_to": trained, "holds": held}
    lists.body(desk, f"{known.login}  worker", told, {"until": "left"})


def team_list(ctx: typer.Context, ended: Ended = False) -> None:
    """Examples:
    eh team list
    """
    desk: Desk = ctx.obj
    rows = [
        each._asdict() | {"address": each.address.replace("\n", ", ")}
        for each in office.teams(desk.record)
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
    """Add a team, or change one: only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh team add tipton --phone "0121 496 0456"
        eh team add princes-end --name "Princes End team" --email team@example.gov.uk --phone "0121 496 0123"
    """

    desk: Desk = ctx.obj
    short = typed_words.slug(short, "team")
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = next((each for each in office.teams(now.writer) if each.slug == short), None)
        typed = {"name": name, "address": an_address(address), "email": email, "phone": phone}
        team = changed(known, typed) | {"slug": short}
        now.row("team", **team)
    said(desk, f"Team {short}: {team['name']}.", short)
    remarked(address)


def team_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Refused while it has open episodes.

    Examples:
        eh team end princes-end --on 2026-12-31
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = office.team(now.writer, short)
        count = stories.open_count(now.writer, known.slug)
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
    on, _ = desk.days.happened
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    if why := desk.days.workdays.off(on):
        raise Refused(f"{long(on)} is no working day already ({why}).", "Nothing needs recording.")
    with desk.recording(reason) as now:
        login = now.require("switch", desk.rules.procedure)
        known = office.team(now.writer, short)
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
    known = office.team(desk.record, short)
    count = stories.open_count(desk.record, known.slug)
    staff = [each.login for each in office.workers(desk.record) if each.team == known.slug and not each.until]
    told = known._asdict() | {
        "address": known.address.replace("\n", ", "),
        "open_episodes": count,
        "workers": staff,
    }
    lists.body(desk, f"{known.slug}  team", told, {"until": "ended"})


def agency_list(ctx: typer.Context, ended: Ended = False) -> None:
    """Examples:
    eh agency list
    """
    desk: Desk = ctx.obj
    rows = [each._asdict() for each in office.agencies(desk.record) if ended or not each.until]
    lists.show(desk, rows, AGENCY, none="No agencies.")


def an_agency(port: Port, typed: str) -> dict[str, str]:
    known = [each._asdict() for each in office.agencies(port)]
    for each in known:
        if folded(typed) in (folded(each["slug"]), folded(each["name"])):
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
    """Add an agency, or change one: only what is said changes, and 'none' empties it. The old details are kept.

    Examples:
        eh agency add okafor-primary --name "Okafor Primary School" --kind school --email office@example.sch.uk
        eh agency add okafor-primary --email head@example.sch.uk
    """

    desk: Desk = ctx.obj
    short = typed_words.slug(short, "agency")
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = next((each for each in office.agencies(now.writer) if each.slug == short), None)
        typed = {"name": name, "kind": kind, "address": an_address(address), "email": email, "phone": phone}
        agency = changed(known, typed) | {"slug": short}
        now.row("agency", **agency)
    said(desk, f"Agency {short}: {agency['name']}.", short)
    remarked(address)


def agency_end(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Examples:
    eh agency end okafor-primary
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", desk.rules.procedure)
        known = an_agency(now.writer, short)
        now.row("agency", **(known | {"until": on.isoformat()}))
    said(desk, f"{known['name']} ended on {long(on)}.", known["slug"])


def agency_show(ctx: typer.Context, short: Annotated[str, typer.Argument(metavar="SLUG")]) -> None:
    """Examples:
    eh agency show barnardos
    """
    desk: Desk = ctx.obj
    known = an_agency(desk.record, short)
    lists.body(desk, f"{known['slug']}  agency", known, {"until": "ended"})
