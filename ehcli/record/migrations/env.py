"""Runs the migrations on the connection that the record's writer hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from ehcli.record import tables  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
