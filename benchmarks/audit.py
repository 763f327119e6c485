"""Audited transactions a second: chained rows beside the same rows without a chain.

Eight clients in processes of their own, each one transaction after another: a change (one
inserted row) and its audit row. The plain side writes the same audit row into a table with
the same columns, checks, indexes and tenant wall, and no chain behind it. Both sides take
turns on one server, so that what slows the machine for a while slows both; the ratio is
the median of the turns'.

    benchmarks/audit.py [--json] [--clients 8] [--turns 7] [--seconds 3] [--verify ROWS]

With ``--verify`` that many rows are written (in large transactions) and proven, and the
peak memory of the proving process is printed: the long proof of ten million rows.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import psycopg

MIB: Final = 1024
_AS_AGENCY: Final = "-c daiko.tenant=agency"  # rows are added by whom they speak for
_CHANGE: Final = "INSERT INTO bench_change (note) VALUES ('a change of some length')"
_COLUMNS: Final = (
    "at, event, subject, actor_kind, actor_name, actor_role, tenant, session, source_address,"
    " certificate, persons, purpose, result, clock, fields"
)
_VALUES: Final = (
    "now(), 'reception.document.viewed', %s, 'account', 'a-17', 'agency_checker', 'agency',"
    " 's-1', '192.0.2.7', '', ARRAY['p-1'], 'check', 'done', 'good', '{\"count\": 1}'"
)
CHAINED: Final = f"INSERT INTO audit_entry ({_COLUMNS}) VALUES ({_VALUES})"
PLAIN: Final = (
    f"INSERT INTO bench_plain ({_COLUMNS}, written_at) VALUES ({_VALUES}, clock_timestamp())"
)
_TABLES: Final = """
    CREATE TABLE bench_change (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
    CREATE TABLE bench_plain (LIKE audit_entry INCLUDING IDENTITY INCLUDING CONSTRAINTS);
    ALTER TABLE bench_plain ALTER COLUMN chain DROP NOT NULL, ALTER COLUMN seq DROP NOT NULL,
        ALTER COLUMN previous_hash DROP NOT NULL, ALTER COLUMN hash DROP NOT NULL,
        ADD PRIMARY KEY (id);
    CREATE INDEX ON bench_plain (subject, id);
    CREATE INDEX ON bench_plain (actor_kind, actor_name, id);
    CREATE INDEX ON bench_plain (at);
    CREATE INDEX ON bench_plain (tenant, id);
    CREATE INDEX ON bench_plain (event text_pattern_ops, id);
    CREATE INDEX ON bench_plain USING gin (persons) WHERE persons <> '{}';
    ALTER TABLE bench_plain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    DO $$
    DECLARE policy record;
    BEGIN
        FOR policy IN SELECT * FROM pg_policies WHERE tablename = 'audit_entry' LOOP
            EXECUTE format('CREATE POLICY %I ON bench_plain FOR %s', policy.policyname, policy.cmd)
                || coalesce(' USING (' || policy.qual || ')', '')
                || coalesce(' WITH CHECK (' || policy.with_check || ')', '');
        END LOOP;
    END $$;
"""


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--clients", type=int, default=8, help="processes that write")
    parser.add_argument("--turns", type=int, default=7, help="turns of each side")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a turn")
    parser.add_argument("--verify", type=int, metavar="ROWS", help="prove this many rows instead")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="daiko-bench-"))
    folder.chmod(0o755)
    os.environ["DAIKO_HOME"] = str(folder)
    from daiko.platform.boot import boot
    from daiko.platform.postgres import embedded_server

    server = embedded_server(folder)
    try:
        boot()
        if chosen.verify:
            figures = prove(server.url(), chosen.verify)
        else:
            figures = race(server.url(), chosen.clients, chosen.turns, chosen.seconds)
    finally:
        server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:<28} {value}")


def race(url: str, clients: int, turns: int, seconds: float) -> dict[str, Any]:
    """Transactions a second of both sides and the median of the turns' ratios."""
    with psycopg.connect(url, autocommit=True, options=_AS_AGENCY) as connection:
        connection.execute(_TABLES)
    ratios, chained, plain = [], [], []
    for turn in range(turns):
        order = (PLAIN, CHAINED) if turn % 2 else (CHAINED, PLAIN)
        rate = {statement: _turn(url, statement, clients, seconds) for statement in order}
        chained.append(rate[CHAINED])
        plain.append(rate[PLAIN])
        ratios.append(rate[CHAINED] / rate[PLAIN])
    return {
        "clients": clients,
        "chained per second": round(statistics.median(chained)),
        "unchained per second": round(statistics.median(plain)),
        "ratio": round(statistics.median(ratios), 3),
        "lowest and highest ratio": [round(min(ratios), 3), round(max(ratios), 3)],
    }


def _turn(url: str, statement: str, clients: int, seconds: float) -> float:
    start = multiprocessing.Barrier(clients + 1)
    counts: multiprocessing.Queue[int] = multiprocessing.Queue()
    work = [
        multiprocessing.Process(target=_client, args=(url, statement, seconds, start, counts))
        for _ in range(clients)
    ]
    for process in work:
        process.start()
    start.wait()
    began = time.perf_counter()
    done = sum(counts.get() for _ in work)
    took = time.perf_counter() - began
    for process in work:
        process.join()
    return done / took


def _client(url: str, statement: str, seconds: float, start: Any, counts: Any) -> None:
    done = 0
    with psycopg.connect(url, options=_AS_AGENCY) as connection:
        start.wait()
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            with connection.transaction():
                connection.execute(_CHANGE)
                connection.execute(statement, [f"d-{done}"])
            done += 1
    counts.put(done)


def prove(url: str, rows: int) -> dict[str, Any]:
    """Write rows, then prove them in a process of its own."""
    each = 50_000
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True, options=_AS_AGENCY) as connection:
        for first in range(0, rows, each):
            connection.execute(
                f"INSERT INTO audit_entry ({_COLUMNS})"
                " SELECT "
                + _VALUES.replace("%s", "'d-' || n")
                + " FROM generate_series(%s::int, %s::int) n",
                [first + 1, min(first + each, rows)],
            )
    written = time.perf_counter() - began
    began = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-m", "daiko", "audit", "verify", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if answer.returncode:
        raise AssertionError(f"daiko audit verify ended with {answer.returncode}\n{answer.stderr}")
    value = json.loads(answer.stdout)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "rows": value["rows"],
        "damaged": value["damaged_total"],
        "written in s": round(written, 1),
        "proven in s": round(took, 1),
        "peak memory MiB": round(peak / MIB),
    }


if __name__ == "__main__":
    main()
