"""What becomes of a rule that eh keeps by itself: it refuses where the procedure prints it, and else it warns."""

from __future__ import annotations

from collections.abc import Callable

from ehcli.errors import EhError
from ehcli.procedures.procedure import Procedure

Against = Callable[[EhError], None]  # what is done about something that a rule of eh's stands against


def refuse(problem: EhError) -> None:
    """Raises what stands against it."""
    raise problem


class Kept:
    """The rules of eh under one procedure; what was warned of is said beside the result."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure, self.warnings = procedure, list[str]()

    def __call__(self, problem: EhError) -> None:
        """Raises what stands against it, with the pages that print the rule; where none does it is kept to be said."""
        if self.procedure.cited(problem.rule):
            problem.rule = self.procedure.printed(problem.rule)
            raise problem
        self.warnings.append(f"Warning: {problem.message.rstrip('.')} ({self.procedure.ours}).")
