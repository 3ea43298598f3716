"""A group of lines told in an office of its own: what each of them prints."""

from __future__ import annotations

import email
import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import docx
from docx.table import Table

from tests.corpus.levelling import CLOCK, level
from tests.corpus.stories import Group, Line, Scene
from tests.fuzz.furnished import older
from tests.offices import COLD, ROOT, Office, Result
from tests.terminal import at_a_terminal

# What somebody looking at a file does not see, shown as the sign that stands for it.
UNSEEN = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: "\u2421"}


def printed(group: Group, *, server: bool = False, **more: str) -> str:
    """What the lines of a group print, on a server or in a file; ``more`` is added to the environment."""
    with tempfile.TemporaryDirectory(prefix="eh-corpus-") as folder:
        home = Path(folder) / "home"
        if not server and group.server != "beside":
            return Told(group, Office(home, ""), more).text
        from tests.server import SERVER, SharedOffice, databases  # of use only where there is a server

        with databases("corpus") as make:
            database = make()
            if group.server == "beside":
                return Told(group, Office(home, ""), more, database=f"{SERVER}/{database}").text
            home.mkdir(mode=0o700)
            office = SharedOffice(home, "", database, make)
            return Told(group, office, more, record=office.url).text


class Told:
    """A group on its way: the office it happens in, and the text of what was printed so far."""

    def __init__(
        self, group: Group, office: Office, more: dict[str, str], *, record: str = "", database: str = ""
    ) -> None:
        self.group, self.office, self.database = group, office, database
        self.folder = office.home.parent
        self.more = {"TZ": CLOCK} | more
        self.tasks: dict[str, dict[str, list[str]]] = {}  # the tasks of an episode by duty, as last seen
        self.began = datetime.now(UTC)
        self.places = {str(office.home): "$EH_HOME", str(self.folder): "$HERE", str(ROOT): "$EH"}
        if group.server == "too":
            self.places[record or str(office.record)] = "$RECORD"
        if database:
            self.places[database] = "$DATABASE"
        self.put_files()
        self.text = f"# {group.says}\n" + "".join(self.scenes())

    def put_files(self) -> None:
        for name, text in self.group.files.items():
            file = self.folder / name
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            file.chmod(0o600)
        if self.group.old:
            older(self.folder / self.group.old)

    def scenes(self) -> Iterator[str]:
        for scene in self.group.scenes:
            yield f"\n{scene.heading}\n"
            for line in scene.lines:
                yield f"\n$ {line.typed}\n"
                code, out, err = self.line(scene, line)
                # A fault of eh's own is told by where in the code it happened, so it can be no part of the corpus.
                assert "Traceback" not in out + err and "eh failed" not in out + err, f"{line.typed}\n{out}\n{err}"
                yield f"= {code}\n"
                for mark, text in (("|", out), ("!", err)):
                    told = level(text, self.places, self.began, datetime.now(UTC), practice=scene.db == "practice")
                    yield from marked(mark, told)

    def line(self, scene: Scene, line: Line) -> tuple[int, str, str]:
        """What came of one line: its exit code, standard output and standard error."""
        settings = self.more | scene.settings | line.settings
        words = [said for word in line.words[1:] for said in self.meant(word, scene)]
        if line.words[0] != "eh":
            return self.looked_at(line.words[0], [self.folder / word for word in words])
        reads = (self.folder / line.reads).read_text(encoding="utf-8") if line.reads else None
        if scene.columns:
            answers = (reads or "").splitlines()
            return *at_a_terminal(self.office, *words, columns=scene.columns, answers=answers, **settings), ""
        done = self.run(words, settings, reads)
        return done.code, done.out, done.err

    def run(self, words: Sequence[str], settings: dict[str, str], reads: str | None = None) -> Result:
        run = self.office.cold if COLD else self.office.warm
        return run(list(words), dict(settings), None if reads is None else reads.encode())

    def looked_at(self, how: str, files: Sequence[Path]) -> tuple[int, str, str]:
        """What files say, or what is in folders; those that are not there are named."""
        gone = [f"{how}: {each.relative_to(self.folder)} is not there\n" for each in files if not each.exists()]
        there = [each for each in files if each.exists()]
        if how == "cat":
            return len(gone), "".join(map(self.read, there)), "".join(gone)
        return (
            len(gone),
            "".join(f"{each.name}\n" for folder in there for each in sorted(folder.iterdir())),
            "".join(gone),
        )

    # What a word stands for

    def meant(self, word: str, scene: Scene) -> list[str]:
        """The words that a word of a line stands for: the files or tasks that it names, else itself."""
        if word.startswith("@"):
            episode, _, duty = word[1:].partition("/")
            return self.open_tasks(episode, duty, scene) or [word]
        if word == "$DATABASE":
            return [self.database]
        if "*" in word and "/" in word:
            return sorted(str(found.relative_to(self.folder)) for found in self.folder.glob(word)) or [word]
        return [word]

    def open_tasks(self, episode: str, duty: str, scene: Scene) -> list[str]:
        """The open tasks of a duty in an episode, or the last that were; with * for a duty, every open one."""
        asked = self.more | scene.settings | {"EH_USER": self.group.scenes[0].user}
        told = self.run(("why", "--episode", episode, "--json"), asked)
        owed = json.loads(told.out) if told.code == 0 else []
        now: dict[str, list[str]] = {}
        for each in owed:
            now.setdefault(each["duty"], []).append(each["task"])
        if duty == "*":
            return [each["task"] for each in owed]
        self.tasks[episode] = known = self.tasks.get(episode, {}) | now
        return known.get(duty, [])

    def read(self, file: Path) -> str:
        """What a file says: a draft by its headers and parts, a Word file by its paragraphs and tables."""
        if file.suffix == ".docx":
            return in_words(file)
        if file.suffix == ".eml":
            return drafted(file)
        return file.read_bytes().decode("utf-8")


def marked(mark: str, text: str) -> Iterator[str]:
    """The lines of a text, each after a mark; a sign that is not seen is shown, and a last line without an end."""
    for line in text.split("\n")[:-1]:
        yield f"{mark}{' ' if line else ''}{line.translate(UNSEEN)}\n"
    if not text.endswith("\n") and text:
        yield f"{mark} {text.rpartition(chr(10))[2].translate(UNSEEN)}\n{mark} (no line break at the end)\n"


def in_words(file: Path) -> str:
    """The paragraphs and tables of a Word file, in their order."""
    told = []
    for each in docx.Document(str(file)).iter_inner_content():
        if isinstance(each, Table):
            told += ["\t".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in each.rows]
        else:
            told.append(each.text)
    return "".join(f"{line}\n" for line in told)


def drafted(file: Path) -> str:
    """A draft of an e-mail: what its headers and its parts say."""
    draft = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    told = [f"{name}: {value}" for name, value in draft.items() if name != "Content-Type"]
    for part in draft.walk():
        if not part.is_multipart():
            said = part.get_content()
            told += ["", f"{part.get_content_type()} {part.get_filename() or ''}".rstrip()]
            told += (said if isinstance(said, str) else said.decode()).splitlines()
    return "".join(f"{line}\n" for line in told)
