"""The login that the server let in: beside who recorded, and who read, a database server's own word for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAMES = {"entry": "recorded_by", "looked": "by"}


def upgrade() -> None:
    for table in NAMES:
        op.add_column(table, sa.Column("signed_in", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        guards()


def guards() -> None:
    """Has the server refuse a row that says somebody else signed in, or that one worker wrote in another's name.

    A worker's own login may write in that worker's name alone; any other (a service, a job at night) in any name, with
    its own beside it. Whoever owns the tables could take this away, and moves records whole: it is not asked.
    """
    schema = op.get_bind().exec_driver_sql("SELECT current_schema()").scalar()
    op.execute(
        f"""CREATE FUNCTION signed_in() RETURNS trigger LANGUAGE plpgsql SET search_path = "{schema}", pg_temp AS $$
        DECLARE
            named text := to_jsonb(NEW) ->> TG_ARGV[0];
        BEGIN
            IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
                RETURN NEW;
            END IF;
            IF NEW.signed_in <> session_user THEN
                RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' says that another login signed in';
            END IF;
            IF lower(named) <> lower(session_user)
                AND EXISTS (SELECT 1 FROM worker WHERE lower(login) = lower(session_user)) THEN
                RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' is written in the name of another';
            END IF;
            RETURN NEW;
        END $$"""
    )
    for table, column in NAMES.items():
        op.execute(
            f"CREATE TRIGGER {table}_signed_in BEFORE INSERT ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION signed_in('{column}')"
        )


def downgrade() -> None:
    raise NotImplementedError("A record goes forward only; the backup made before the upgrade holds what was.")
