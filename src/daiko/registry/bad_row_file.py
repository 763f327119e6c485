"""Every bad row of a load as a CSV file, so that nobody has to load twice to see the rest.

Source: standards/actors-and-contracts.md 5. What stands in a register of persons is left
out: the place is enough to find it. Readable by its owner only.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from daiko.registry.errors import BadRowsNotWritten
from daiko.registry.problems import BadRow, names_persons
from daiko.registry.texts import cell

_HEADER: Final = ("file", "row", "column", "found", "expected", "expected_en", "remedy")


class BadRowFile:
    """Use as ``with BadRowFile(path) as bad: load(…, tell=bad.write)``.

    The file is made with the first bad row; where there is none, an older one is removed.
    ``count``: rows written. Raises ``BadRowsNotWritten``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._out: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def write(self, bad: BadRow) -> None:
        found = "" if names_persons(bad.file) else bad.found
        expected, remedy = bad.expected, bad.remedy
        try:
            if self._writer is None:
                self._open()
            place = (bad.file, bad.row, cell(bad.column), cell(found))
            self._writer.writerow((*place, expected.ja, expected.en, remedy.ja))
        except OSError as wrong:
            raise BadRowsNotWritten(path=str(self.path), cause=wrong.strerror) from wrong
        self.count += 1

    def _open(self) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(handle, 0o600)
        self._out = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._writer.writerow(_HEADER)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._out is not None:
            self._out.close()
        elif kind is None:
            self.path.unlink(missing_ok=True)
