"""What was asked for beside a command's own options."""

from typing import NamedTuple


class Settings(NamedTuple):
    """The options that every command takes, as they were typed."""

    db: str = ""
    today: str = ""
    user: str = ""
    as_json: bool = False
    as_csv: bool = False
    fields: str | None = None  # the fields of a list, by name; empty to be told which there are
    dry_run: bool = False
    on: str = ""
    by: str = ""
    quiet: bool = False
    yes: bool = False
    no_input: bool = False

    @property
    def for_a_script(self) -> bool:
        """Whether a program reads what is printed."""
        return self.as_json or self.as_csv
