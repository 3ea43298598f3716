"""How a command is found, given its common options, run, and its failure told. A home of typer."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info, get_params_convertors_ctx_param_name_from_function
from typer.models import CommandInfo

from ehcli import __version__
from ehcli.cli.commands import COMMANDS, FAMILIES, GROUPS, Command
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, Declined, EhError, nearest, together
from ehcli.screen import screen
from ehcli.screen.hints import HINTS

# Of a list: the teams that it is of.
Teams = Annotated[
    list[str] | None, typer.Option("--team", metavar="SLUG", help="One team; again for each. Every team if left out.")
]
# The team whose procedure's own words are listed.
FollowedBy = Annotated[
    str, typer.Option("--team", metavar="SLUG", help="Of the procedure this team follows; else your own.")
]


def common(
    db: Annotated[
        str,
        typer.Option(
            "--db", metavar="PATH", help="The record to use, a file or postgresql://; 'practice' is that of 'eh demo'."
        ),
    ] = "",
    today: Annotated[
        str, typer.Option("--today", metavar="DATE", help="The working date, for training and replays.")
    ] = "",
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Who you are; else EH_USER or your login.")] = "",
) -> None:
    """Options of every command."""


def printing(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False) -> None:
    """Options of a command that prints data."""


def listing(
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, safe to open in a spreadsheet.")] = False,
    fields: Annotated[
        str | None, typer.Option("--fields", metavar="A,B", help="Only these fields, in this order; '' lists them.")
    ] = None,
) -> None:
    """Options of a list."""


def writing(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it happened; today if left out.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="USER", help="Who decided, where that is somebody else.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be recorded and owed; write nothing.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the reference it made.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer yes to every question.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask; what is missing is an error.")] = False,
) -> None:
    """Options of a command that records."""


TAKES: dict[str, tuple[Callable[..., None], ...]] = {
    "plain": (common,),
    "data": (printing, common),
    "list": (printing, listing, common),
    "write": (writing, printing, common),
}


@cache  # eh itself and every command have the same of each shape
def options(shape: Callable[..., None]) -> list[TyperOption]:
    """The common options of one shape; each puts what was typed into the desk's settings."""
    made: list[TyperOption] = []
    for param in parameters(shape):
        assert isinstance(param, TyperOption)
        param.expose_value = False
        param.callback = settle_option
        made.append(param)
    return made


def parameters(function: Callable[..., None]) -> list[Any]:
    """What a function takes, as typer reads it."""
    params, _, _ = get_params_convertors_ctx_param_name_from_function(evaluated(function))
    return params


def evaluated(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its annotations worked out: typer would work out each of them twice."""
    function.__annotations__ = inspect.get_annotations(function, eval_str=True)
    return function


NO_RECORD = {"demo", "help"}  # commands that look into no record at hand


def settle_option(ctx: Any, param: Any, value: Any) -> Any:
    if value == "" and param.name != "fields" and ctx.get_parameter_source(param.name).name == "COMMANDLINE":
        raise BadInput(f"{param.opts[0]} was given with nothing after it.", "Leave it out, or say what it is.")
    if value or (value == "" and param.name == "fields"):
        desk: Desk = ctx.obj
        desk.settings = desk.settings._replace(**{param.name: value})
        if param.name == "db":
            HINTS.are_for(value, {command.name.split()[0] for command in COMMANDS} - NO_RECORD)
    return value


class EhCommand(TyperCommand):
    """A command whose help starts with examples; of two teams it drops none."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        several = any(param.name == "team" and param.multiple for param in self.params)
        if not several and sum(each.partition("=")[0] == "--team" for each in args) > 1:
            raise BadInput("--team was given more than once: this takes one team.", "Say which is meant.")
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if self.epilog:
            with formatter.section("Examples"):
                for line in self.epilog.strip().splitlines():
                    formatter.write_text(line.strip())
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)


class EhGroup(TyperGroup):
    """Commands found by name in the table and loaded only when they are typed."""

    prefix = ""

    def list_commands(self, ctx: Any) -> list[str]:
        names = (command.name.removeprefix(self.prefix) for command in COMMANDS if command.name.startswith(self.prefix))
        return list(dict.fromkeys(name.split()[0] for name in names))

    def get_command(self, ctx: Any, name: str) -> Any:
        full = self.prefix + name
        for command in COMMANDS:
            if command.name == full:
                ctx.obj.command = full
                return load(command)
        if not self.prefix and name in FAMILIES:
            group = EhGroup(name=name, help=FAMILIES[name], rich_markup_mode=None, no_args_is_help=True)
            group.prefix = f"{name} "
            return group
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = self.get_command(ctx, args[0])
        if found is None:
            typed = (self.prefix + args[0]).strip()
            hint = nearest(args[0], self.list_commands(ctx)) or f"See: eh {self.prefix}--help"
            raise EhError(f"There is no command 'eh {typed}'.", hint)
        return args[0], found, args[1:]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        if self.prefix:
            shown = [command for command in COMMANDS if command.name.startswith(self.prefix)]
            with formatter.section("Commands"):
                formatter.write_dl([(command.name, command.says) for command in shown])
            return
        for group in GROUPS:
            with formatter.section(group):
                formatter.write_dl([(command.name, command.says) for command in COMMANDS if command.group == group])

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl(rows)


def load(command: Command) -> Any:
    """The command with its common options, from its module. Its docstring adds to its sentence and shows examples."""
    module, _, name = command.where.partition(":")
    function = getattr(import_module(f"ehcli.cli.{module}"), name)
    more, _, examples = inspect.cleandoc(function.__doc__ or "").partition("Examples:")
    made = get_command_from_info(
        CommandInfo(
            name=command.name.split()[-1],
            cls=EhCommand,
            callback=evaluated(function),
            help=together(command.says, more.strip()),
            epilog=examples,
            context_settings={"max_content_width": 100},
        ),
        pretty_exceptions_short=True,
        rich_markup_mode=None,
    )
    own = {param.name for param in made.params}
    made.params += [param for shape in TAKES[command.takes] for param in options(shape) if param.name not in own]
    return made


def version(ctx: Any, param: Any, value: bool) -> None:
    if value:
        screen.out(f"eh {__version__}")
        raise typer.Exit


def top(show_version: Annotated[bool, typer.Option("--version", help="Say which eh this is.")] = False) -> None:
    """The options of eh itself."""


def group() -> EhGroup:
    shown = parameters(top)
    shown[0].expose_value, shown[0].callback, shown[0].is_eager = False, version, True
    return EhGroup(
        name="eh",
        params=[*shown, *options(common)],
        help="The back office of English early help: episodes, meetings, letters, and what is due when and why.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )


def run(args: Sequence[str]) -> int:
    """Runs one command: its exit code; every failure is told in a sentence, never a traceback."""
    screen.prepare()
    HINTS.are_for("", ())
    desk = Desk()
    try:
        refuse_no_text(args)
        done = group().main(args=list(args), prog_name="eh", standalone_mode=False, obj=desk)
        sys.stdout.flush()
        if done == 130:
            screen.tell("Interrupted: nothing was recorded.")
        return done if isinstance(done, int) else 0
    except KeyboardInterrupt:
        screen.tell("Interrupted: nothing was recorded.")
        return 130
    except (BrokenPipeError, SystemExit) as left:
        if BrokenPipeError not in (type(left), type(left.__context__)):
            raise
        sys.stderr.close()  # the reader of a pipe has gone, which typer may meet first: nobody is left to tell
        return 0
    except Exception as error:  # noqa: BLE001
        return failed(desk, error, args)
    finally:
        desk.leave()


def refuse_no_text(args: Sequence[str]) -> None:
    """Raises BadInput for what was typed in another encoding: no record could give it back as it was."""
    for typed in args:
        try:
            typed.encode()
        except UnicodeEncodeError:
            shown = ascii(typed)
            raise BadInput(
                f"{shown} is not text that can be read.", "Type it again; a terminal set to UTF-8 helps."
            ) from None


def misused(error: Exception, says: str) -> EhError:
    """A command with an option it does not have, or without what it needs: what comes near, and where to look."""
    ctx = getattr(error, "ctx", None)
    see = f"See: {getattr(ctx, 'command_path', 'eh')} --help"
    params = ctx.command.params if ctx else []
    if type(error).__name__ != "NoSuchOption":  # typer keeps its own click, and gives it no public name
        return EhError(says, together(elsewhere(says, params), see))
    unknown = getattr(error, "option_name", "")
    known = [name for param in params for name in (*param.opts, *param.secondary_opts)]
    return EhError(
        f"No such option: {unknown}.", together(described(unknown, params) or nearest(unknown, known, 0.7), see)
    )


def elsewhere(says: str, params: Sequence[Any]) -> str:
    """Where a reference belongs that was typed with nothing before it: after its option, else to what shows it."""
    found = re.search(r"argument.*\((([A-Za-z])-?\d+)\)", says)
    if not found:
        return ""
    ref, letter = found[1], found[2].upper()
    option = next((param.opts[0] for param in params if param.metavar == f"{letter}-" and param.opts), "")
    return f"{'Say which' if option else 'One is shown by'}: {f'{option} {ref}' if option else f'eh show {ref}'}"


def described(unknown: str, params: Sequence[Any]) -> str:
    """The option whose help speaks of the word that was typed as one; empty where not exactly one does."""
    told = [param.opts[0] for param in params if unknown.lstrip("-").casefold() in words(getattr(param, "help", ""))]
    return f"Did you mean {told[0]}?" if len(told) == 1 and len(unknown) > len("--to") else ""


def words(text: str | None) -> list[str]:
    """The words of a sentence, small."""
    return re.findall(r"[a-z]+", (text or "").casefold())


def failed(desk: Desk, error: Exception, args: Sequence[str]) -> int:
    """Tells why a command failed, with the pages of a rule that stood against it; its exit code."""
    problem, code = problem_of(error)
    if problem.rule:
        problem.rule = desk.rules.printed(problem.rule)
    screen.error(problem, json_wanted="--json" in args)
    return code


def problem_of(error: Exception) -> tuple[EhError, int]:
    """What to say of a failure, and its exit code.

    What nobody foresaw is a fault of eh's, told by a reference and logged without names.
    """
    if isinstance(error, typer.Abort):
        return Declined("Stopped: nothing was recorded."), 1
    if isinstance(error, EOFError):
        return EhError("There was no answer."), 2
    if isinstance(error, EhError):
        return error, error.code
    if show := getattr(error, "format_message", None):
        return misused(error, str(show())), 2
    from ehcli.machine import faults

    problem = faults.out_of_reach(error) if isinstance(error, OSError) and error.strerror else faults.log(error)
    return problem, problem.code
