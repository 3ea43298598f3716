"""Each task is marked: its row is told by a hash over it and the mark before, so that an exchanged reference is found.

What was given out before is told by one hash, in the entry that the upgrade makes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("mark", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
