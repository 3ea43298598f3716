"""Runs the migrations on the connection that the record's writer hands over."""

from __future__ import annotations

from alembic import context

from ehcli.record import tables


def sort_as_sqlite_does(connection):
    """Gives every column of text the order of its signs, so that lists come out the same from both databases."""
    found = connection.exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        " AND data_type = 'character varying' AND collation_name IS DISTINCT FROM 'C'"
    )
    for table, column in found.all():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar COLLATE "C"')


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.whole(),
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
if context.get_bind().dialect.name == "postgresql":
    sort_as_sqlite_does(context.get_bind())
