"""What an entry wrote is found at once: facts by their root, and rows beside the facts by the entry that wrote them.

Undo asks which fact now stands for one that was told, and what an entry wrote;
verifying follows the entries one by one.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BY_ENTRY = (
    *("person", "person_details", "address", "family", "member", "relation", "restriction", "family_flag"),
    *("team", "worker", "group_member", "agency", "choice"),
    *("episode", "case_note", "letter", "plan_part", "plan_action"),
)


def upgrade() -> None:
    op.create_index("ix_fact_root", "fact", ["root"])
    op.create_index("ix_undone_by_entry", "undone", ["by_entry"])
    for table in BY_ENTRY:
        op.create_index(f"ix_{table}_entry", table, ["entry"])


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
