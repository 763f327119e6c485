"""Clients and the server die while audited changes commit: each change has its row, and back.

Real processes on a real server of their own, killed with SIGKILL in the middle of the load.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from daiko.platform.postgres import APPLICATION, Server, embedded_server
from servers import remove_server

pytestmark = pytest.mark.own_server

CLIENT = """
import os
import sys
from datetime import UTC, datetime
import psycopg
from daiko.platform.boot import boot
boot(migrate=False)
from django.db import connection, transaction
from daiko.audit.services import record
from daiko.platform.actors import SYSTEM
number, parent = 0, os.getppid()
while os.getppid() == parent:  # never outlives the test
    number += 1
    name = f"{sys.argv[1]}-{number}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO changed VALUES (%s)", [name])
        record("test.changed", name, by=SYSTEM, at=datetime.now(UTC))
    print(name, flush=True)
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="daiko-killed-audit-"))
    folder.chmod(0o755)
    monkeypatch.setenv("DAIKO_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    remove_server(folder)
    shutil.rmtree(folder)


def _client(home: Path, name: str) -> subprocess.Popen[str]:
    log = (home / f"{name}.log").open("w")
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, name], stdout=log, stderr=subprocess.DEVNULL, text=True
    )


def _acknowledged(home: Path) -> set[str]:
    """Names whose commit the client had heard of: whole lines only."""
    return {
        line
        for log in home.glob("*.log")
        for line in log.read_text().rpartition("\n")[0].splitlines()
        if "-" in line
    }


def _rows(server: Server, statement: str) -> set[str]:
    with psycopg.connect(server.url(), options="-c daiko.tenant=agency") as connection:
        return {name for (name,) in connection.execute(statement)}


def _under_load(home: Path, turn: int, least: int) -> list[subprocess.Popen[str]]:
    """Four clients that have all committed something since they were started."""
    clients = [_client(home, f"{turn}{name}") for name in "abcd"]
    logs = [home / f"{turn}{name}.log" for name in "abcd"]
    while not all(log.exists() and log.read_text().count("\n") >= least for log in logs):
        assert all(client.poll() is None for client in clients), "a client ended by itself"
        time.sleep(0.05)
    return clients


def test_no_change_without_its_row_and_no_row_without_its_change(home: Path) -> None:
    """The server is killed twice, clients once; nothing acknowledged is lost, the chain holds."""
    server = embedded_server(home)
    server.start()
    subprocess.run([sys.executable, "-m", "daiko", "audit", "list"], check=True)
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE changed (name text PRIMARY KEY)")
        connection.execute(f"GRANT INSERT ON changed TO {APPLICATION}")
    for turn, victim in enumerate(("server", "clients", "server")):
        clients = _under_load(home, turn, least=20)
        if victim == "server":
            os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for client in clients:
            client.kill()
            client.wait()
        server.start()
    changed = _rows(server, "SELECT name FROM changed")
    audited = _rows(server, "SELECT subject FROM audit_entry WHERE event = 'test.changed'")
    assert changed == audited
    acknowledged = _acknowledged(home)
    assert len(acknowledged) >= 3 * 4 * 20
    assert acknowledged <= changed
    with psycopg.connect(server.url()) as connection:  # a table nobody speaks of stops the start
        connection.execute("DROP TABLE changed")
    proof = subprocess.run(
        [sys.executable, "-m", "daiko", "audit", "verify", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    value = json.loads(proof.stdout)
    assert value["damaged"] == []
    assert value["rows"] >= len(changed)
