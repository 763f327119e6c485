"""The embedded PostgreSQL server: initdb, start, stop, status.

Several processes share one server; the first that needs it starts it. It
listens on a Unix socket only, on loopback TCP when asked. A start after the
server was killed is repeated until it works, since a killed postmaster may stay
a zombie that PostgreSQL takes for alive.
Source: tested-facts 2; docs/decisions/0001.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from daiko.platform.home import secret
from daiko.platform.postgres_binaries import Account, binaries, refuge

DATABASE: Final = "daiko"
OWNER: Final = "daiko_owner"  # owns the tables; no superuser, so that policies bind it
APPLICATION: Final = "daiko_app"  # what the product signs in as; owns nothing
SUPERUSER: Final = "daiko_super"
PORT: Final = 5432
START_TRIES: Final = 60
SETTINGS: Final = ("timezone=UTC", "log_timezone=UTC", "max_connections=80")


class ServerNotStarted(RuntimeError):
    """The embedded server did not start; its log says why."""


@dataclass(frozen=True, slots=True)
class Status:
    """What ``daiko db status`` shows."""

    running: bool
    version: str
    data: Path
    socket: Path
    log: Path
    account: str
    binaries: Path


@dataclass(frozen=True, slots=True)
class Server:
    """One embedded server: where its programs, data and socket are."""

    account: Account
    bin: Path
    data: Path
    socket: Path
    lock: Path
    home: Path
    settings: tuple[str, ...] = SETTINGS

    @property
    def log(self) -> Path:
        return self.data.parent / "postgres.log"

    def url(self, database: str = DATABASE, *, role: str = OWNER) -> str:
        """Address over the Unix socket, as the owner of the tables or as another role."""
        return f"postgresql://{role}@/{database}?host={self.socket}&port={PORT}"

    def start(self, *, tcp_port: int | None = None) -> bool:
        """Start unless it runs; returns whether this call started it."""
        with self._alone():
            if self._answers():
                self._make_database()  # started by an edition that knew fewer roles
                return False
            fresh = not (self.data / "PG_VERSION").exists()
            if fresh:
                self._initdb()
            self._start_until_it_works(tcp_port)
            self._make_database()
            return True

    def stop(self) -> bool:
        """Stop at once but cleanly; returns whether it was running."""
        with self._alone():
            if not self._answers():
                return False
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
            return True

    def status(self) -> Status:
        answer = subprocess.run(
            [self.bin / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return Status(
            running=self._answers(),
            version=answer.stdout.strip(),
            data=self.data,
            socket=self.socket,
            log=self.log,
            account=self.account.name,
            binaries=self.bin,
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops this server."""
        with self.lock.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        try:
            with psycopg.connect(
                host=str(self.socket),
                port=PORT,
                user=SUPERUSER,
                dbname="postgres",
                connect_timeout=5,
            ):
                return True
        except psycopg.OperationalError:
            return False

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.bin / program, *arguments],
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would be held open by the server
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
            **self.account.switch(),
        )
        if done.returncode:
            raise ServerNotStarted(f"{program} ended with {done.returncode}; see {self.log}")

    def _initdb(self) -> None:
        self._run(
            "initdb", "-D", self.data, "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=scram-sha-256", "--data-checksums",
        )  # fmt: skip

    def _start_until_it_works(self, tcp_port: int | None) -> None:
        tcp = ("listen_addresses=127.0.0.1", f"port={tcp_port}") if tcp_port else (
            "listen_addresses=", f"port={PORT}",
        )  # fmt: skip
        options = " ".join(f"-c {setting}" for setting in (*self.settings, *tcp))
        for attempt in range(START_TRIES):
            self._clear_after_kill()
            try:
                self._run(
                    "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60",
                    "-o", f"-k {self.socket} {options}", "start",
                )  # fmt: skip
                return
            except ServerNotStarted:
                if attempt == START_TRIES - 1:
                    raise
                time.sleep(0.5)

    def _clear_after_kill(self) -> None:
        """Remove the lock file of a killed server once nothing of it is alive."""
        lock_file = self.data / "postmaster.pid"
        if lock_file.exists() and not _processes_in(self.data):
            lock_file.unlink(missing_ok=True)

    def _make_database(self) -> None:
        with psycopg.connect(
            host=str(self.socket), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            self._make_role(connection, OWNER, "postgres-owner-password", "CREATEDB")
            self._make_role(connection, APPLICATION, "postgres-app-password", "NOCREATEDB")
            # the owner may act as the application, never the other way round
            grant = sql.SQL("GRANT {} TO {}")
            connection.execute(grant.format(*map(sql.Identifier, (APPLICATION, OWNER))))
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )

    def _make_role(
        self, connection: psycopg.Connection[Any], role: str, password: str, rights: str
    ) -> None:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            return
        statement = sql.SQL("CREATE ROLE {role} LOGIN {rights} PASSWORD {password}").format(
            role=sql.Identifier(role),
            rights=sql.SQL(rights),
            password=sql.Literal(secret(password, folder=self.home)),
        )
        connection.execute(statement)


def _processes_in(data: Path) -> list[int]:
    """Living server processes of a data folder: they all work inside it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == data:
                    found.append(int(entry.name))
            except OSError:
                continue  # ended meanwhile, a zombie, or somebody else's
    return found


def embedded_server(home: Path, *, settings: tuple[str, ...] = SETTINGS) -> Server:
    """The server of a data folder, its folders made where the account can use them."""
    account = Account.of_this_process()
    base = home / "postgres"
    base.mkdir(exist_ok=True)
    data = base / "data"
    if not data.exists():
        account.make_folder(data)
    if not account.can_write(data):
        base = refuge(home)
        data = base / "data"
        account.make_folder(data)
    log = data.parent / "postgres.log"
    if not log.exists():
        log.touch(mode=0o600)
        os.chown(log, account.uid, account.gid)
    return Server(
        account=account,
        bin=binaries(home, account),
        data=data,
        socket=_socket_folder(home, account),
        lock=home / "postgres.lock",
        home=home,
        settings=settings,
    )


def _socket_folder(home: Path, account: Account) -> Path:
    """A short folder: the address of a Unix socket holds 107 bytes at most."""
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:10]
    short = "/tmp"  # noqa: S108 - the folder below it is ours alone, its owner is checked
    base = Path(short) if os.access(short, os.W_OK) else Path(tempfile.gettempdir())
    folder = base / f"daiko-{account.uid}-{mark}"
    account.make_folder(folder)
    return folder
