"""Where this installation keeps what it owns: data folder, secrets, originals.

``DAIKO_HOME`` names the folder; without it ``var/`` in the checkout (or the
current folder for an installed package) is used. Only Daiko's own files lie in
it; secrets have mode 0600.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def project_root() -> Path:
    """The checkout this package runs from, or the current folder when installed."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def home_place() -> Path:
    """Where the data folder of this installation is, or would be."""
    configured = os.environ.get("DAIKO_HOME")
    return Path(configured).absolute() if configured else project_root() / "var"


def home() -> Path:
    """Data folder of this installation; made when it is missing."""
    folder = home_place()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret(name: str, *, folder: Path | None = None) -> str:
    """A generated secret kept in the data folder, mode 0600; made at first use."""
    place = (folder or home()) / "secrets"
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def _written(path: Path) -> str:
    """The secret another process is making right now has a first byte soon."""
    for _ in range(1_000):
        value = path.read_text(encoding="ascii")
        if value:
            return value
    raise RuntimeError(f"secret {path} is empty; delete it to have a new one made")
