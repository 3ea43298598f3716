"""The practice record: invented families, whose stories in data/demo are told day by day.

Every fact comes from the decisions that the commands use, on the day it is told of, so the practice
record holds nothing that eh would refuse.
"""

from __future__ import annotations

from ehcli.practice.making import make

__all__ = ["make"]
