"""Copies a record to measure on into an empty database on a PostgreSQL server, in bulk.

python tests/benchmarks/on_server.py big.db postgresql://postgres@db.example/big

Row for row as ``eh record move`` does it, but by COPY and without its proofs, as the server's owner: of ten million
facts nobody waits for each.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ehcli.machine.server_address import server as address  # noqa: E402
from ehcli.record import schema  # noqa: E402
from ehcli.record.copying import every_table  # noqa: E402


def copy(record: Path, url: str) -> int:
    """The rows that were copied."""
    rows = 0
    with closing(sqlite3.connect(record)) as source, schema.schema_made(address(url)) as connection:
        server = connection.connection.driver_connection
        assert server is not None
        server.execute("SET LOCAL session_replication_role = replica")  # no guard is asked about each row
        for table in every_table(connection):
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            with server.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as into:
                for row in source.execute(f'SELECT {columns} FROM "{table.name}"'):
                    into.write_row(row)
                    rows += 1
        server.execute("ANALYZE")
    return rows


if __name__ == "__main__":
    begun = time.monotonic()
    print(f"{copy(Path(sys.argv[1]), sys.argv[2]):,} rows in {time.monotonic() - begun:.0f} s")
