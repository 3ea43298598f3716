"""Safe to send and hard to lose: who may be written to, meeting plans, groups, undoing, and who looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.String()


def text(name: str, *more: object) -> sa.Column:
    return sa.Column(name, TEXT, *more, nullable=False)


def later(table: str, *columns: sa.Column) -> None:
    """Columns that rows which stand already are given a usual value for."""
    for column in columns:
        op.add_column(table, column)


def words(name: str, usual: str = "") -> sa.Column:
    return sa.Column(name, TEXT, nullable=False, server_default=usual)


def numbered(table: str, *columns: sa.Column, **points: str) -> None:
    """A table whose newest row of a key is what holds now."""
    keys = [
        sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}_{target.partition('.')[0]}")
        for column, target in (("entry", "entry.id"), *points.items())
    ]
    op.create_table(
        table,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        *columns,
        *keys,
        sa.PrimaryKeyConstraint("number", name=f"pk_{table}"),
    )


def indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    later("seal", words("covers", "facts"))
    later("person_details", words("unsafe_because"), words("email"), words("formats"), words("died_on"))
    later("address", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
    later("member", words("until"))
    later("worker", words("email"))
    later("agency", words("address"), words("email"), words("phone"))
    later("case_note", words("open_to"))
    later("letter", *(words(name) for name in ("enclosures", "released_by", "template_hash", "options", "open_to")))

    op.create_table(
        "undone",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("by_entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name="fk_undone_entry_entry"),
        sa.ForeignKeyConstraint(["by_entry"], ["entry.id"], name="fk_undone_by_entry_entry"),
        sa.PrimaryKeyConstraint("entry", name="pk_undone"),
    )
    op.create_table(
        "looked",
        sa.Column("number", sa.Integer(), nullable=False),
        *(text(name) for name in ("at", "by", "command", "ref")),
        sa.PrimaryKeyConstraint("number", name="pk_looked"),
    )
    indexes("looked", "by", "ref")

    person, family = {"person": "person.ref"}, {"family": "family.ref"}
    numbered(
        "relation",
        *(text(name) for name in ("family", "person", "child", "relation", "responsibility")),
        **family, **person, child="person.ref",
    )
    indexes("relation", "family", "person", "child")
    numbered(
        "restriction",
        *(text(name) for name in ("family", "person", "other", "because", "since", "until")),
        **family, **person, other="person.ref",
    )
    indexes("restriction", "family", "person", "other")
    numbered("family_flag", *(text(name) for name in ("family", "because", "since", "until")), **family)
    indexes("family_flag", "family")
    numbered("group_member", *(text(name) for name in ("slug", "login", "until")))
    indexes("group_member", "slug")
    numbered("plan_part", *(text(name) for name in ("meeting", "part", "child", "text")))
    indexes("plan_part", "meeting")
    numbered(
        "plan_action",
        text("meeting"),
        sa.Column("item", sa.Integer(), nullable=False),
        *(text(name) for name in ("action", "who", "by_when", "child", "done_on")),
    )
    indexes("plan_action", "meeting")

    if op.get_bind().dialect.name == "postgresql":
        for table in ("entry", "seal", "fact"):
            guard_against_emptying(table)


def guard_against_emptying(table: str) -> None:
    """PostgreSQL's TRUNCATE takes every row away without a DELETE: it is refused as well."""
    name = f"{table}_no_truncate"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only: truncate is refused'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
