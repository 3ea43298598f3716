"""Letter templates: finding one, reading what it needs, and writing it with a family's details.

A template is a text file. TOML between two lines of ``+++`` says what the letter is; below it stands the
letter. A field is shown with ``{{ name }}``; ``{% if name %}`` and ``{% for item in list %}`` choose and
repeat; ``@name`` alone on a line stands for the text of ``parts/name.md``, which many letters share.
Nothing else of the template language is allowed, and the sandbox stands behind that, because a
template can come from anywhere and must never read the record or run a command.

``KIND@PROCEDURE.md`` is the letter of that kind where that procedure is followed. What fields there are,
in an officer's words, stands in ``fields.toml``. The first folder that holds a file wins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes, pass_context
from jinja2 import Template as Compiled
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ehcli.errors import BadInput, NotFound, nearest
from ehcli.machine.files import small
from ehcli.machine.hashes import sha256
from ehcli.paper.markup import Held, blocks, clean
from ehcli.paper.pages import Block, Letter, Passage

FENCE = "+++"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PART = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)\s*")
REPLY = re.compile(r"([1-9][0-9]?)wd")
FIELDS = "fields.toml"
JARGON = "jargon.toml"
PARENT, YOUNG_PERSON, PROFESSIONAL, REFERRER, FILE = "parent", "young person", "professional", "referrer", "file"
AUDIENCES = (PARENT, YOUNG_PERSON, PROFESSIONAL, REFERRER, FILE)
# What holds a letter's values while it is rendered: no template can spell this name.
HELD = "held apart"
STRAY_HASH = re.compile(r"\s*#{1,2}[^#\s]|\s*#{3,}")
# Said in the front matter, so a body may print them and nobody is asked for them.
OWN = {"title", "enclosures"}
# Who a letter goes to and what it is called: from the record, and for a family never from anything else.
ADDRESSED = frozenset({"addressee_name", "addressee_lines", "salutation_name"})
# And no letter says of itself that somebody agreed: consent is what is on file.
RECORDED = ADDRESSED | {"letter_ref", "letter_date", "episode_ref", "consent_given"}
TEXTS = ("title", "summary", "audience", "version")
LISTS = ("enclosures", "optional", "procedures", "satisfies", "deadlines")
KEYS = (*TEXTS, *LISTS, "cite", "default", "fields", "note", "reply_within")
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.And, nodes.Compare, nodes.Concat, nodes.CondExpr, nodes.Const, nodes.Filter, nodes.For, nodes.If,
    nodes.Name, nodes.Not, nodes.Operand, nodes.Or, nodes.Output, nodes.TemplateData,
)  # fmt: skip
FILTERS = {"capitalize", "first", "join", "last", "length", "lower"}
LOOP = {"first", "index", "last", "length"}
HINT = "A letter may show a field, choose with if and repeat with for."


class Cite(NamedTuple):
    """Where a procedure asks for this letter, and the requirement rows it serves."""

    source: str
    place: str
    rows: tuple[str, ...]


class Line(NamedTuple):
    """A line of a letter, and where it is written."""

    path: Path
    number: int
    text: str


class Template(NamedTuple):
    """One letter that can be written, as its file describes it.

    ``ours`` says the sentences are our own, because the sources print none; ``wanted`` holds an officer's
    words for a field and how to fill it; ``values`` what the authority has filled in for good. ``note`` is a
    type of case note whose headings are fields, ``deadlines`` the duties whose days are printed,
    ``reply_within`` a number of working days; ``word`` a council's whole Word template, which then stands
    in the body's place.
    """

    kind: str
    path: Path
    title: str
    summary: str
    audience: str
    version: str
    enclosures: tuple[str, ...]
    procedures: tuple[str, ...]
    satisfies: tuple[str, ...]
    cite: tuple[Cite, ...]
    ours: bool
    optional: frozenset[str]
    wanted: Mapping[str, str]
    values: Mapping[str, str]
    note: str
    deadlines: tuple[str, ...]
    reply_within: int
    lines: tuple[Line, ...]
    word: Path | None = None

    @property
    def hash(self) -> str:
        """What tells one state of the template's files from another."""
        whole = self.body.encode() + self.path.read_bytes()
        return sha256(whole + (self.word.read_bytes() if self.word else b""))

    def fields(self) -> frozenset[str]:
        """The names of all the fields the letter uses."""
        return _read_body(self.lines)[1]

    def filled(self, fields: Mapping[str, object], used: Iterable[str] = ()) -> dict[str, object]:
        """The values of the fields that the letter uses; raises one BadInput that names every gap."""
        names = frozenset(used) or self.fields()
        given = {name: self.value(name, fields) for name in names}
        gaps = [name for name in sorted(names - self.optional) if _is_empty(given[name])]
        if gaps:
            raise BadInput(
                f"The letter {self.kind} cannot be written yet. Still needed: "
                f"{'; '.join(self.says(name) for name in gaps)}.",
                "Record what is missing, or give what no record holds: "
                + " ".join(f'--field "{name}=..."' for name in gaps),
            )
        return given

    def value(self, name: str, fields: Mapping[str, object]) -> object:
        """A field's value: the record's, else what the authority has filled in for good."""
        value = _cleaned(fields.get(name))
        return _cleaned(self.values.get(name)) if _is_empty(value) else value

    @property
    def body(self) -> str:
        """The letter's own words, as they stand in its files."""
        return "\n".join(line.text for line in self.lines)

    def says(self, name: str) -> str:
        """A field in an officer's words."""
        return self.wanted.get(name, name.replace("_", " "))

    def write(self, fields: Mapping[str, object]) -> Letter:
        """The letter with these fields filled in; raises one BadInput that names every gap."""
        held = Held()
        text = _rendered(self, {**self.filled(fields), **self.own(), HELD: held})
        return self.headed(fields, tuple(blocks(text, held)))

    def own(self) -> dict[str, object]:
        """What the front matter says and a body may print."""
        return {"title": self.title, "enclosures": list(self.enclosures)}

    def headed(self, fields: Mapping[str, object], body: tuple[Block, ...]) -> Letter:
        """The letter of these blocks, with its reference, date and team."""
        letter_ref, episode_ref = _one_line(fields.get("letter_ref")), _one_line(fields.get("episode_ref"))
        return Letter(
            kind=self.kind,
            version=self.version,
            title=self.title,
            reference=", ".join(ref for ref in (letter_ref, episode_ref) if ref),
            dated=_one_line(fields.get("letter_date")),
            team=_one_line(fields.get("team_name")),
            enclosures=self.enclosures,
            blocks=body,
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


def load(kind: str, folders: Sequence[Path], procedure: str = "") -> Template:
    """The template of one kind of letter, from the first folder that holds it; a procedure's own before the general."""
    known = _paths(folders)
    wanted = kind.strip().casefold()
    if wanted not in {name.partition("@")[0] for name in known}:
        names = sorted({name.partition("@")[0] for name in known})
        raise NotFound(f"There is no letter '{kind}'.", nearest(kind, names) or "See them all: eh letters kinds")
    name = _name(wanted, procedure, known)
    template = _read(name, known[name], folders)
    used = template.fields()
    for key, named in (("optional", template.optional), ("[fields]", _own_words(template))):
        if unused := sorted(set(named) - used):
            raise BadInput(
                f"{template.path}: {key} names '{unused[0]}', which the letter does not use.",
                nearest(unused[0], sorted(used)),
            )
    return template


def _name(kind: str, procedure: str, known: Iterable[str]) -> str:
    """Which file a kind is written from: a procedure's own, else the general one, else the first there is."""
    fitting = sorted(name for name in known if name.partition("@")[0] == kind)
    return next((name for name in (f"{kind}@{procedure}", kind) if name in fitting), fitting[0])


def files(folders: Sequence[Path]) -> list[tuple[str, Path]]:
    """The file of each letter that can be written: KIND or KIND@PROCEDURE, and where it lies."""
    return sorted(_paths(folders).items())


def kinds(folders: Sequence[Path], procedure: str) -> list[Template]:
    """Every kind of letter that can be written under a procedure; only the front matter of each is read closely."""
    known = _paths(folders)
    names = (_name(kind, procedure, known) for kind in sorted({name.partition("@")[0] for name in known}))
    return [_read(name, known[name], folders) for name in names]


def fixed(template: Template) -> frozenset[str]:
    """The fields that nobody may fill in by hand; the address of a professional is for the officer to give."""
    return RECORDED - ADDRESSED if template.audience in (PROFESSIONAL, REFERRER) else RECORDED


def office_words(folders: Sequence[Path]) -> tuple[str, ...]:
    """Words of the office, which a letter to a family says another way; raises BadInput for a list of anything else."""
    path = next((folder / JARGON for folder in folders if (folder / JARGON).is_file()), None)
    words = _toml(path, _text(path)).get("words", []) if path else []
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise BadInput(f"{path}: 'words' must be a list of words.", "Mend that place.")
    return tuple(words)


def words_of(folders: Sequence[Path]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields there are, in an officer's words, and the values an authority has filled in for good."""
    said: dict[str, str] = {}
    values: dict[str, str] = {}
    for path in (folder / FIELDS for folder in reversed(folders)):
        if path.is_file():
            told = _toml(path, _text(path))
            for key in told:
                if key not in ("fields", "values"):
                    raise BadInput(f"{path}: '{key}' is not known here.", "It holds [fields] and [values].")
            for key, into in (("fields", said), ("values", values)):
                for name, text in told.get(key, {}).items():
                    if not isinstance(text, str):
                        raise BadInput(f'{path}: under [{key}] each line is name = "words"; look at {name}.')
                    if key == "values" and name in RECORDED:
                        raise BadInput(f"{path}: {name} comes from the record only.", "Take it out of [values].")
                    into[name] = text
    return said, values


def _own_words(template: Template) -> Mapping[str, str]:
    """The fields that the template's own front matter puts into words."""
    front = _fenced(template.path)[1]
    words: Mapping[str, str] = front.get("fields", {})
    return words


def _paths(folders: Iterable[Path]) -> dict[str, Path]:
    """Each kind of letter and its file; an earlier folder wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.[mM][dD]")):
            kind = path.stem.casefold()
            if all(NAME.fullmatch(part) for part in kind.split("@", 1)) and kind != "readme":
                found.setdefault(kind, path)
    return found


def _whole(name: str, folders: Iterable[Path]) -> Path | None:
    """A council's whole Word template for this kind."""
    for folder in folders:
        for path in (folder / f"{name}.docx", folder / f"{name.partition('@')[0]}.docx"):
            if path.is_file():
                return path
    return None


def _text(path: Path) -> str:
    try:
        return clean(small(path).decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{path}, line {line}: a character cannot be read.", "Save the template as UTF-8 text."
        ) from None


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = "the front matter" if path.suffix.casefold() == ".md" else "it"
        raise BadInput(f"{path}: {what} is not TOML. {error}") from None


def _fenced(path: Path) -> tuple[list[str], dict[str, Any], int]:
    """A template's lines, what its front matter tells, and the line where that ends."""
    written = _text(path).split("\n")
    fences = [number for number, line in enumerate(written) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        raise BadInput(
            f"{path}, line 1: a template opens with its front matter between two lines of {FENCE}.",
            "Copy one of eh's own templates and change that.",
        )
    return written, _toml(path, "\n".join(["", *written[1 : fences[1]], ""])), fences[1]


def _read(name: str, path: Path, folders: Sequence[Path]) -> Template:
    written, front, ends = _fenced(path)
    body = [Line(path, number, text) for number, text in enumerate(written[ends + 1 :], start=ends + 2)]
    template = _told(name.partition("@")[0], Front(path, written[:ends], front), tuple(_with_parts(body, folders)))
    said, values = words_of(folders)
    procedure = name.partition("@")[2]
    return template._replace(
        wanted={**said, **template.wanted},
        values=values,
        procedures=template.procedures or ((procedure,) if procedure else ()),
        word=_whole(name, folders),
    )


def _with_parts(lines: Iterable[Line], folders: Sequence[Path]) -> Iterable[Line]:
    """The lines with each shared part in the place of its mark; a part holds no parts."""
    for line in lines:
        mark = PART.fullmatch(line.text)
        if not mark:
            yield line
            continue
        path = next((at for folder in folders if (at := folder / "parts" / f"{mark[1]}.md").is_file()), None)
        if path is None:
            raise BadInput(
                f"{line.path}, line {line.number}: there is no part '{mark[1]}'.",
                f"Write it as {folders[0] / 'parts' / (mark[1] + '.md')}",
            )
        for number, text in enumerate(_text(path).rstrip("\n").split("\n"), start=1):
            yield Line(path, number, text)


def _refuse_keys(front: Front) -> None:
    """Raises BadInput for a key that front matter does not have, or a text that it must have and has not."""
    told = front.told
    for key in told:
        if key not in KEYS:
            raise front.refusal(key, f"'{key}' is not known here.", nearest(key, list(KEYS)))
    for key in TEXTS:
        if not isinstance(told.get(key), (str, int, float)) or not _one_line(told[key]):
            raise front.refusal(key, f"the front matter needs {key}, as text.")


def _told(kind: str, front: Front, lines: tuple[Line, ...]) -> Template:
    """A template from its front matter, which is checked key by key."""
    told = front.told
    _refuse_keys(front)
    if told.get("default", "ours") != "ours" or not (told.get("cite") or told.get("default")):
        raise front.refusal("default", 'the front matter needs cite, or default = "ours", or both.')
    if _one_line(told["audience"]) not in AUDIENCES:
        raise front.refusal("audience", f"audience is one of {', '.join(AUDIENCES)}.")
    reply = REPLY.fullmatch(_one_line(told.get("reply_within", "")))
    if "reply_within" in told and not reply:
        raise front.refusal("reply_within", 'reply_within is a number of working days, such as "5wd".')
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
        procedures=front.texts("procedures", told.get("procedures", [])),
        satisfies=front.texts("satisfies", told.get("satisfies", [])),
        cite=tuple(_cited(front, told.get("cite", []))),
        ours="default" in told,
        optional=frozenset(front.texts("optional", told.get("optional", []))),
        wanted=wanted,
        values={},
        note=_one_line(told.get("note", "")),
        deadlines=front.texts("deadlines", told.get("deadlines", [])),
        reply_within=int(reply[1]) if reply else 0,
        lines=lines,
    )


def _cited(front: Front, value: object) -> Iterable[Cite]:
    for cite in value if isinstance(value, list) else [value]:
        if not isinstance(cite, dict) or set(cite) != {"source", "place", "rows"}:
            raise front.refusal("cite", "each cite gives source, place and rows, and no more.")
        yield Cite(_one_line(cite["source"]), _one_line(cite["place"]), front.texts("cite", cite["rows"]))


def sandbox(**more: Any) -> SandboxedEnvironment:
    """A template engine from which nothing of the computer or the record can be reached."""
    env = SandboxedEnvironment(undefined=StrictUndefined, **more)
    env.globals.clear()
    return env


@pass_context  # else the engine would finish constants while compiling, outside our count
def _keep(context: Context, value: object) -> str:
    held: Held = context[HELD]
    return held.keep(value)


@lru_cache(maxsize=128)
def _read_body(lines: tuple[Line, ...]) -> tuple[Compiled, frozenset[str]]:
    """A body made ready, and the fields it uses; raises BadInput for one that could not be written safely."""
    for line in lines:
        if STRAY_HASH.match(line.text):
            raise BadInput(f"{line.path}, line {line.number}: a heading starts with '# ' or '## '.")
    env = sandbox(trim_blocks=True, lstrip_blocks=True, autoescape=False, finalize=_keep)
    text = "\n".join(line.text for line in lines)
    try:
        used, wrong = parsed(env, text)
        if wrong:
            raise BadInput(f"{_where(lines, wrong.line)}: {wrong.why}", HINT)
        return env.from_string(text), frozenset(used - OWN)
    except TemplateSyntaxError as error:
        raise BadInput(f"{_where(lines, error.lineno)}: {error.message}") from None
    except RecursionError:
        raise BadInput(f"{lines[0].path if lines else ''}: too much is nested in one place.") from None


class Wrong(NamedTuple):
    """Why a piece of a template is not allowed, and the line it is on."""

    line: int
    why: str


def parsed(env: SandboxedEnvironment, text: str) -> tuple[set[str], Wrong | None]:
    """The fields that a template's text uses, and the first thing in it that is not allowed."""
    tree = env.parse(text)
    for node in tree.find_all(nodes.Node):
        if said := unsafe(node):
            return set(), Wrong(node.lineno, said)
    return meta.find_undeclared_variables(tree), None


def _where(lines: Sequence[Line], number: int) -> str:
    """The file and line that a line of the body was written on."""
    line = lines[min(number, len(lines)) - 1]
    return f"{line.path}, line {line.number}"


def unsafe(node: nodes.Node) -> str:
    """Why this piece of a template is not allowed in a letter; empty when it is."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if attr in LOOP:
            return ""
        case nodes.Filter(name=name) if name in FILTERS:
            return ""
        case nodes.Filter(name=name):
            what = f"the filter '{name}'"
        case nodes.Getattr(attr=attr):
            what = f"looking inside a field ('.{attr}')"
        case _ if isinstance(node, ALLOWED):
            return ""
        case _:
            what = f"'{type(node).__name__.lower()}'"
    return f"{what} is not allowed in a letter."


def _rendered(template: Template, fields: Mapping[str, object]) -> str:
    """The body with a token in place of each value."""
    body, _ = _read_body(template.lines)
    try:
        return body.render(fields)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        inside = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
        where = _where(template.lines, inside[-1] or 1) if inside else str(template.path)
        raise BadInput(f"{where}: the letter cannot be written. {error}") from None


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
