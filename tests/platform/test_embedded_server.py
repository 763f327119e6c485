"""The embedded PostgreSQL server: real processes, real kills, no foreign mode changed."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from daiko.platform.postgres import Server, embedded_server
from servers import remove_server


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="daiko-server-"))
    folder.chmod(0o755)
    yield folder
    remove_server(folder)
    shutil.rmtree(folder)


def _postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def test_the_second_start_finds_the_running_server(home: Path) -> None:
    """Several processes share one server: the second start starts nothing."""
    assert embedded_server(home).start() is True
    program = (
        "from pathlib import Path; from daiko.platform.postgres import embedded_server;"
        f"print(embedded_server(Path({str(home)!r})).start())"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(3)
    ]
    assert [other.communicate()[0].strip() for other in others] == [b"False"] * 3


def test_a_killed_server_starts_again_with_its_rows(home: Path) -> None:
    """After kill -9 of the postmaster a start works and committed rows are there."""
    server = embedded_server(home)
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(_postmaster(server), signal.SIGKILL)
    assert server.start() is True
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(42,)]


def test_the_owner_of_the_tables_is_no_superuser(home: Path) -> None:
    """Policies bind the owner, because it is not the superuser initdb makes."""
    server = embedded_server(home)
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)


def test_tcp_is_closed_unless_asked(home: Path) -> None:
    """Without --tcp nothing listens on an address."""
    server = embedded_server(home)
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")
def test_a_private_folder_gets_its_data_elsewhere_and_keeps_its_mode() -> None:
    """Below a 0700 folder the account gets a folder of ours; no mode is changed."""
    parent = Path(tempfile.mkdtemp(prefix="daiko-private-"))  # 0700, like a fresh /root
    home = parent / "clone" / "var"
    home.mkdir(parents=True)
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in (parent, home.parent, home)}
    try:
        server = embedded_server(home)
        assert server.start() is True
        assert not server.data.is_relative_to(parent)
        after = {path: stat.S_IMODE(path.stat().st_mode) for path in before}
        assert after == before
    finally:
        remove_server(home)
        shutil.rmtree(parent)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")
def test_unreachable_binaries_are_copied_with_their_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An environment the account cannot enter is copied beside its libraries, and runs."""
    from daiko.platform import postgres_binaries

    private = Path(tempfile.mkdtemp(prefix="daiko-environment-"))
    wheel = postgres_binaries.wheel_folder()
    for name in (wheel.name, f"{wheel.name}.libs"):
        source = wheel.with_name(name)
        ignored = shutil.ignore_patterns("pginstall18", "include")
        shutil.copytree(source, private / name, symlinks=True, ignore=ignored)
    monkeypatch.setattr(postgres_binaries, "wheel_folder", lambda: private / wheel.name)
    home = private / "var"
    home.mkdir()
    try:
        server = embedded_server(home)
        assert server.bin.is_relative_to(postgres_binaries.refuge(home))
        assert server.start() is True
        assert server.status().running
    finally:
        remove_server(home)
        shutil.rmtree(private)


def test_a_folder_of_somebody_else_is_refused(home: Path) -> None:
    """A socket folder that belongs to another account is not used."""
    server = embedded_server(home)
    server.socket.rmdir()
    server.socket.symlink_to(home)
    try:
        with pytest.raises(PermissionError, match="belongs to somebody else"):
            embedded_server(home)
    finally:
        server.socket.unlink()
