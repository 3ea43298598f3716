"""What stands of each table, as a view: no reading can forget what was undone, and a server can guard each view."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As they stood in this version: a later one that adds a column makes its views anew.
VIEWS = {
    "fact_stands": (
        "SELECT f.* FROM fact f WHERE f.kind <> 'withdrawn'"
        " AND NOT EXISTS (SELECT 1 FROM fact w WHERE w.withdraws = f.id)"
    ),
    "person_stands": (
        "SELECT t.* FROM person t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "person_details_stands": (
        "SELECT t.* FROM person_details t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "address_stands": (
        "SELECT t.* FROM address t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "family_stands": (
        "SELECT t.* FROM family t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "member_stands": (
        "SELECT t.* FROM member t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "relation_stands": (
        "SELECT t.* FROM relation t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "restriction_stands": (
        "SELECT t.* FROM restriction t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "family_flag_stands": (
        "SELECT t.* FROM family_flag t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "team_stands": (
        "SELECT t.* FROM team t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "worker_stands": (
        "SELECT t.* FROM worker t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "group_member_stands": (
        "SELECT t.* FROM group_member t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "agency_stands": (
        "SELECT t.* FROM agency t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "choice_stands": (
        "SELECT t.* FROM choice t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "episode_stands": (
        "SELECT t.* FROM episode t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "episode_child_stands": (
        "SELECT t.* FROM episode_child t WHERE EXISTS (SELECT 1 FROM episode o"
        " WHERE o.ref = t.episode AND o.entry NOT IN (SELECT entry FROM undone))"
    ),
    "case_note_stands": (
        "SELECT t.* FROM case_note t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "letter_stands": (
        "SELECT t.* FROM letter t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "plan_part_stands": (
        "SELECT t.* FROM plan_part t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
    "plan_action_stands": (
        "SELECT t.* FROM plan_action t WHERE t.entry NOT IN (SELECT entry FROM undone)"
    ),
}


def upgrade() -> None:
    server = op.get_bind().dialect.name == "postgresql"
    if server:
        sort_as_sqlite_does()
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select}")
        if server:
            grant(name)


def sort_as_sqlite_does() -> None:
    """Gives every column of text the order of its signs now: no column changes its type once a view reads it."""
    found = op.get_bind().exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND data_type = 'character varying' AND collation_name IS DISTINCT FROM 'C'"
    )
    for table, column in found.all():
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar COLLATE "C"')


def grant(name: str) -> None:
    """Lets whoever may read the table read the view."""
    found = op.get_bind().exec_driver_sql(
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = current_schema()"
        " AND privilege_type = 'SELECT' AND table_name = %s AND grantee <> current_user",
        (name.removesuffix("_stands"),),
    )
    for (role,) in found.all():
        op.execute(f'GRANT SELECT ON {name} TO {"PUBLIC" if role == "PUBLIC" else chr(34) + role + chr(34)}')


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
