"""What every row of the record is, and what its columns may hold. A home of sqlmodel: imported only by what writes.

Days are ISO text: they sort, and read the same from SQLite and PostgreSQL.
"""

from __future__ import annotations

import os
from typing import Annotated

# No plug-in that happens to be installed may see a family's rows; not looking for any saves time too.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pydantic import BeforeValidator
from sqlalchemy import MetaData
from sqlmodel import SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DAY = r"^\d{4}-\d{2}-\d{2}$"
DAY_OR_NONE = r"^(\d{4}-\d{2}-\d{2})?$"
CLOCK = r"^(\d{2}:\d{2})?$"


def as_yes_or_no(value: object) -> object:
    """1 and 0 as they are read from a record, as yes and no."""
    return bool(value) if type(value) is int and value in (0, 1) else value


YesOrNo = Annotated[bool, BeforeValidator(as_yes_or_no)]


class Row(SQLModel):
    """A row of the record; how to check it is worked out when its table is first written to."""

    model_config = {"defer_build": True, "strict": True, "extra": "forbid"}
