"""Letter templates: finding one, reading what it needs, and writing it with a family's details.

A template is a text file. TOML between two lines of ``+++`` says what the letter is; below it stands the
letter. A field is shown with ``{{ name }}``; ``{% if name %}`` and ``{% for item in list %}`` choose and
repeat. Nothing else of the template language is allowed, and the sandbox stands behind that, because a
template can come from anywhere and must never read the record or run a command.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from traceback import extract_tb
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ehcli.errors import BadInput, NotFound, nearest
from ehcli.letters.markup import Held, blocks, clean
from ehcli.letters.pages import Letter, Passage

FENCE = "+++"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
STRAY_HASH = re.compile(r"\s*#{1,2}[^#\s]|\s*#{3,}")
# Said in the front matter, so a body may print them and nobody is asked for them.
OWN = {"title", "enclosures"}
TEXTS = ("title", "summary", "audience", "version")
KEYS = (*TEXTS, "enclosures", "cite", "default", "optional", "fields")
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.And, nodes.Compare, nodes.Concat, nodes.CondExpr, nodes.Const, nodes.Filter, nodes.For, nodes.If,
    nodes.Name, nodes.Not, nodes.Operand, nodes.Or, nodes.Output, nodes.TemplateData,
)  # fmt: skip
FILTERS = {"capitalize", "first", "join", "last", "length", "lower"}
LOOP = {"first", "index", "last", "length"}


class Cite(NamedTuple):
    """Where a procedure asks for this letter, and the requirement rows it serves."""

    source: str
    place: str
    rows: tuple[str, ...]


class Template(NamedTuple):
    """One letter that can be written, as its file describes it.

    ``ours`` says the sentences are our own, because the sources print none; ``wanted`` holds an officer's
    words for a field and how to fill it.
    """

    kind: str
    path: Path
    title: str
    summary: str
    audience: str
    version: str
    enclosures: tuple[str, ...]
    cite: tuple[Cite, ...]
    ours: bool
    optional: frozenset[str]
    wanted: Mapping[str, str]
    body: str

    def fields(self) -> set[str]:
        """The names of all the fields the letter uses."""
        return _fields(self.path, self.body)

    def write(self, fields: Mapping[str, object]) -> Letter:
        """The letter with these fields filled in; raises one BadInput that names every gap."""
        used = self.fields()
        given = {name: _cleaned(fields.get(name)) for name in used}
        gaps = [name for name in sorted(used - self.optional) if _is_empty(given[name])]
        if gaps:
            raise BadInput(
                f"The letter {self.kind} cannot be written yet. Still needed: "
                f"{'; '.join(self.wanted.get(name, name.replace('_', ' ')) for name in gaps)}.",
                "Record what is missing, then write the letter again.",
            )
        held = Held()
        text = _rendered(self, held, {**given, "title": self.title, "enclosures": list(self.enclosures)})
        letter_ref, episode_ref = _one_line(fields.get("letter_ref")), _one_line(fields.get("episode_ref"))
        return Letter(
            kind=self.kind,
            version=self.version,
            title=self.title,
            reference=", ".join(ref for ref in (letter_ref, episode_ref) if ref),
            dated=_one_line(fields.get("letter_date")),
            team=_one_line(fields.get("team_name")),
            enclosures=self.enclosures,
            blocks=tuple(blocks(text, held)),
        )


class Front(NamedTuple):
    """The front matter of one file: its lines, and what they tell."""

    path: Path
    lines: list[str]
    told: dict[str, Any]

    def refusal(self, key: str, why: str, hint: str = "") -> BadInput:
        """What is wrong with one key, by file and line; line 1 when the key is not there."""
        opening = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}\b")
        number = next((at for at, line in enumerate(self.lines, start=1) if opening.match(line)), 1)
        return BadInput(f"{self.path}, line {number}: {why}", hint)

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        """A list of texts, as it stands under one key."""
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refusal(key, f'{key} takes a list of texts, such as ["one", "two"].')
        return tuple(value)


def load(kind: str, folders: Sequence[Path]) -> Template:
    """The template of one kind of letter, from the first folder that holds it."""
    known = _paths(folders)
    wanted = kind.strip().casefold()
    if wanted not in known:
        raise NotFound(f"There is no letter '{kind}'.", nearest(kind, sorted(known)) or "See them all: eh letter kinds")
    template = _read(wanted, known[wanted])
    used = template.fields()
    for key, names in (("optional", template.optional), ("[fields]", template.wanted)):
        if unused := sorted(set(names) - used):
            raise BadInput(
                f"{template.path}: {key} names '{unused[0]}', which the letter does not use.",
                nearest(unused[0], sorted(used)),
            )
    return template


def kinds(folders: Sequence[Path]) -> list[Template]:
    """Every letter that can be written, by name; only the front matter of each is read closely."""
    return [_read(kind, path) for kind, path in sorted(_paths(folders).items())]


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    """Each kind of letter and its file; an earlier folder wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.[mM][dD]")):
            kind = path.stem.casefold()
            if NAME.fullmatch(kind) and kind != "readme":
                found.setdefault(kind, path)
    return found


def _read(kind: str, path: Path) -> Template:
    try:
        text = clean(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{path}, line {line}: a character cannot be read.", "Save the template as UTF-8 text."
        ) from None
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}.") from None
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        raise BadInput(
            f"{path}, line 1: a template opens with its front matter between two lines of {FENCE}.",
            "Copy one of eh's own templates and change that.",
        )
    ends = fences[1]
    try:
        front = tomllib.loads("\n".join(["", *lines[1:ends], ""]))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: the front matter is not TOML. {error}") from None
    # Blank lines in place of the front matter keep the line numbers of the file in every message.
    body = "\n" * (ends + 1) + "\n".join(lines[ends + 1 :])
    return _told(kind, Front(path, lines[:ends], front), body)


def _told(kind: str, front: Front, body: str) -> Template:
    """A template from its front matter, which is checked key by key."""
    told = front.told
    for key in told:
        if key not in KEYS:
            raise front.refusal(key, f"'{key}' is not known here.", nearest(key, list(KEYS)))
    for key in TEXTS:
        if not isinstance(told.get(key), (str, int, float)) or not _one_line(told[key]):
            raise front.refusal(key, f"the front matter needs {key}, as text.")
    if told.get("default", "ours") != "ours" or not (told.get("cite") or told.get("default")):
        raise front.refusal("default", 'the front matter needs cite, or default = "ours", or both.')
    wanted = told.get("fields", {})
    if not isinstance(wanted, dict) or not all(isinstance(words, str) for words in wanted.values()):
        raise front.refusal("fields", 'under [fields] each line is name = "words an officer knows".')
    return Template(
        kind=kind,
        path=front.path,
        title=_one_line(told["title"]),
        summary=_one_line(told["summary"]),
        audience=_one_line(told["audience"]),
        version=_one_line(told["version"]),
        enclosures=front.texts("enclosures", told.get("enclosures", [])),
        cite=tuple(_cited(front, told.get("cite", []))),
        ours="default" in told,
        optional=frozenset(front.texts("optional", told.get("optional", []))),
        wanted=wanted,
        body=body,
    )


def _cited(front: Front, value: object) -> Iterable[Cite]:
    for cite in value if isinstance(value, list) else [value]:
        if not isinstance(cite, dict) or set(cite) != {"source", "place", "rows"}:
            raise front.refusal("cite", "each cite gives source, place and rows, and no more.")
        yield Cite(_one_line(cite["source"]), _one_line(cite["place"]), front.texts("cite", cite["rows"]))


def _environment(held: Held) -> SandboxedEnvironment:
    @pass_context  # else the engine would finish constants while compiling, outside our count
    def keep(_context: Context, value: object) -> str:
        return held.keep(value)

    env = SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, finalize=keep
    )
    env.globals.clear()
    return env


def _fields(path: Path, body: str) -> set[str]:
    """The fields a body uses; raises BadInput for a body that could not be written safely."""
    for number, line in enumerate(body.split("\n"), start=1):
        if STRAY_HASH.match(line):
            raise BadInput(f"{path}, line {number}: a heading starts with '# ' or '## '.")
    try:
        tree = _environment(Held()).parse(body)
        for node in tree.find_all(nodes.Node):
            _refuse_unsafe(path, node)
        return set(meta.find_undeclared_variables(tree)) - OWN
    except TemplateSyntaxError as error:
        raise BadInput(f"{path}, line {error.lineno}: {error.message}") from None
    except RecursionError:
        raise BadInput(f"{path}: too much is nested in one place.") from None


def _refuse_unsafe(path: Path, node: nodes.Node) -> None:
    match node:
        case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if attr in LOOP:
            return
        case nodes.Filter(name=name) if name in FILTERS:
            return
        case nodes.Filter(name=name):
            what = f"the filter '{name}'"
        case nodes.Getattr(attr=attr):
            what = f"looking inside a field ('.{attr}')"
        case _ if isinstance(node, ALLOWED):
            return
        case _:
            what = f"'{type(node).__name__.lower()}'"
    raise BadInput(
        f"{path}, line {node.lineno}: {what} is not allowed in a letter.",
        "A letter may show a field, choose with if and repeat with for.",
    )


def _rendered(template: Template, held: Held, fields: Mapping[str, object]) -> str:
    """The body with a token in place of each value."""
    try:
        return _environment(held).from_string(template.body).render(fields)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        inside = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
        where = f", line {inside[-1]}" if inside else ""
        raise BadInput(f"{template.path}{where}: the letter cannot be written. {error}") from None


def _cleaned(value: object) -> object:
    """A value as a template may see it: text, a list of texts, a number, yes or no, or nothing."""
    if value is None or isinstance(value, (bool, int, Passage)):
        return value
    if isinstance(value, (list, tuple)):
        return [text for item in value if (text := clean(str(item))).strip()]
    text = clean(str(value))
    return text if text.strip() else ""


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == []


def _one_line(value: object) -> str:
    return "" if value is None else " ".join(clean(str(value)).split())
