"""What comes first on a list: each open task says its band, who is unseen since when, and what it waits for.

The worklist is worked out anew from the facts after every upgrade, so that the new columns begin empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("band", "seen_on", "reached_on", "act", "waits_for", "meeting", "how")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("worklist", sa.Column(column, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
