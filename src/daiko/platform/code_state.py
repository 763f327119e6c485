"""Which code this process runs, so that two processes can tell whether theirs is the same.

An upgrade under a running server leaves the old program in it and gives the new one to the
next process it starts; what they then say to each other is not to be trusted.
Source: docs/decisions/0010-confined-check.md.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import daiko

_KINDS: Final = frozenset({".py", ".csv", ".xsd"})


def digest_of_code(root: Path) -> str:
    """64 hexadecimal digits of every module, table and schema below a folder."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _KINDS:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(root)}\0{content}\n".encode())
    return digest.hexdigest()


CODE: Final = digest_of_code(Path(daiko.__file__).resolve().parent)
"""Of the files as they were when this process began to check."""
