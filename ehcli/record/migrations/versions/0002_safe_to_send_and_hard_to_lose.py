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
    later("seal", words("covers", "facts"), words("parts"))
    later("person_details", words("unsafe_because"), words("email"), words("formats"), words("died_on"))
    later("address", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
    later("member", words("until"))
    later("worklist", words("on_hold_since"), words("key"))
    later("worker", words("email"))
    later("agency", words("address"), words("email"), words("phone"))
    later("case_note", words("open_to"))
    added = ("enclosures", "released_by", "template_hash", "options", "words", "open_to")
    later("letter", *(words(name) for name in added))

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
    guards()


def guard_against_emptying(table: str) -> None:
    """PostgreSQL's TRUNCATE takes every row away without a DELETE: it is refused as well."""
    name = f"{table}_no_truncate"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only: truncate is refused'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


# What is only added to, and how its rows are told apart. Of an episode's heading the columns that follow its facts may
# change (team, worker, closed_on, end_reason); meeting, worklist, name_word, about and counter are projections.
ONLY_ADDED_TO = {
    **dict.fromkeys(("person", "family", "case_note", "letter", "task", "episode"), ("ref",)),
    **dict.fromkeys(("person_details", "address", "member", "relation", "restriction", "family_flag"), ("number",)),
    **dict.fromkeys(("team", "worker", "group_member", "agency", "choice", "looked"), ("number",)),
    **dict.fromkeys(("plan_part", "plan_action"), ("number",)),
    "episode_child": ("episode", "person"),
    "undone": ("entry",),
}
HEADING = "ref, entry, family, opened_on, procedure, pack_version, level, route, external_number"


def guards() -> None:
    """Has the database itself refuse to change, delete or replace what was recorded beside the facts."""
    if op.get_bind().dialect.name == "sqlite":
        guards_of_sqlite()
    else:
        guards_of_postgresql()


def guards_of_sqlite() -> None:
    """Two triggers a table, and a third: INSERT OR REPLACE takes a row away without a DELETE."""
    for table, key in ONLY_ADDED_TO.items():
        for act in ("update", "delete"):
            what = f"UPDATE OF {HEADING}" if (table, act) == ("episode", "update") else act
            says = f"{table} is append-only: {act} is refused"
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        stands = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {stands}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: this row stands'); END"
        )


def guards_of_postgresql() -> None:
    """One function an act for every table. That of the heading compares: a trigger's own columns could not be typed."""
    columns = HEADING.split(", ")
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    refuse = "RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP);"
    for name, does in (
        ("row_no_update", refuse),
        ("row_no_delete", refuse),
        ("heading_no_update", f"IF ({old}) IS DISTINCT FROM ({new}) THEN {refuse} END IF; RETURN NEW;"),
    ):
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$")
    for table in ONLY_ADDED_TO:
        for act in ("update", "delete"):
            name = "heading_no_update" if (table, act) == ("episode", "update") else f"row_no_{act}"
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        guard_against_emptying(table)


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
