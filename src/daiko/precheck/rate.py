"""How often one address may ask: counted without keeping the address.

Source: rulings.md 46. An address is known only by a keyed digest; the key lives as long
as the installation, the marks for ten minutes. On disk, so that all web processes count
together.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from daiko.platform.home import secret
from daiko.precheck import quarantine
from daiko.precheck.policy import WINDOW_MINUTES

_FOLDER: Final = "rate"


def may_ask(address: str, *, limit: int, at: datetime) -> bool:
    """Count one more check of an address; whether it is within the limit."""
    path = _folder() / _digest(address)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        oldest = (at - timedelta(minutes=WINDOW_MINUTES)).timestamp()
        marks = [mark for mark in file.read().split() if float(mark) > oldest]
        is_within = len(marks) < limit
        if is_within:
            marks.append(str(at.timestamp()))
        file.seek(0)
        file.truncate()
        file.write("\n".join(marks))
    return is_within


def forget(*, at: datetime) -> None:
    """Remove the marks of addresses that were quiet for the whole window."""
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):
            if at.timestamp() - path.stat().st_mtime > WINDOW_MINUTES * 60:
                path.unlink()


def _folder() -> Path:
    folder = quarantine.root() / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _digest(address: str) -> str:
    key = secret("precheck-addresses").encode()
    return hmac.new(key, address.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
