"""Servers that tests started: stopped, and every folder they made removed."""

from __future__ import annotations

import shutil
from pathlib import Path

from daiko.platform.postgres import embedded_server
from daiko.platform.postgres_binaries import refuge


def remove_server(home: Path) -> None:
    """Stop the server of a data folder and remove its data, socket and refuge."""
    server = embedded_server(home)
    server.stop()
    for folder in (server.socket, server.data.parent, refuge(home)):
        shutil.rmtree(folder, ignore_errors=True)
