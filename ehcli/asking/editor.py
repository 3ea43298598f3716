"""The person's own editor, for a text that is longer than a line, and what was typed in it when it is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ehcli.errors import BadInput, EhError, together
from ehcli.machine import files, folders
from ehcli.screen import screen


@contextmanager
def kept_aside(typed: str) -> Iterator[None]:
    """A refusal does not throw away what was typed in an editor: the text goes to a file, and the hint says where."""
    try:
        yield
    except EhError as refused:
        if typed.strip():
            kept = folders.home() / "unsent" / f"note-{os.getpid()}.txt"
            files.own_folder(kept.parent)
            files.write(kept, typed)
            refused.hint = together(
                refused.hint, f"Your text is in {kept}: give it with - < FILE, then delete the file."
            )
        raise


def edited(no_input: bool, headings: Sequence[str]) -> str:
    """The text from the person's editor, begun with these headings; raises BadInput where there is no terminal."""
    if not screen.can_ask(no_input):
        raise BadInput("The text of the note is missing.", "Add --text TEXT, or '-' and the text on standard input")
    import shlex
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "nano")
    begun = "\n\n\n".join(headings) + "\n" if headings else ""
    with files.passing_text(begun, folders.typing()) as file:
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=True)
        except (OSError, subprocess.CalledProcessError):
            raise BadInput(f"The editor '{editor}' could not be used.", "Set EDITOR, or give --text TEXT") from None
        return file.read_text(encoding="utf-8")
