"""``truth.json``: what the check must say of every archive and pair.

Archives stand in the order of reception: day of sending, then file name. The parts are
kept on disk until the end, so that a month of any size needs little memory; the file
appears last and whole, as the sign that all else is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from daiko.simulation.archives import ArchiveDraft
from daiko.simulation.guidance_drafts import GuidanceArchiveDraft

_PARTS: Final = ".truth-parts"
AnyArchive = ArchiveDraft | GuidanceArchiveDraft


class TruthFile:
    """Collects archive after archive; ``close`` writes the file."""

    def __init__(self, out: Path) -> None:
        self._path = out / "truth.json"
        self._parts_path = out / _PARTS
        self._parts = self._parts_path.open("wb")
        self._places: list[tuple[str, str, int, int]] = []  # day, file name, offset, length

    def add(self, draft: AnyArchive) -> None:
        part = json.dumps(expected_of(draft), ensure_ascii=False).encode()
        place = (f"{draft.sent_on}", draft.file_name, self._parts.tell(), len(part))
        self._parts.write(part)
        self._places.append(place)

    def close(self) -> None:
        """Put the parts in order and write ``truth.json``."""
        self._parts.close()
        unfinished = self._path.with_suffix(".unfinished")
        with self._parts_path.open("rb") as parts, unfinished.open("wb") as target:
            target.write(b'{"archives": {')
            for number, (_, name, offset, length) in enumerate(sorted(self._places)):
                parts.seek(offset)
                key = json.dumps(name, ensure_ascii=False).encode()
                target.write((b",\n" if number else b"\n") + key + b": " + parts.read(length))
            target.write(b"\n}}\n")
        self._parts_path.unlink()
        unfinished.rename(self._path)


def expected_of(draft: AnyArchive) -> dict[str, Any]:
    """Verdicts and sorted rule ids of one archive and its pairs."""
    pairs = {}
    shown = [*draft.pairs] if draft.shows_pairs else []
    for pair in sorted(shown, key=lambda pair: pair.name):
        returned = pair.is_returned or draft.is_refused
        pairs[pair.name] = {
            "verdict": "returned" if returned else "accepted",
            "findings": sorted(pair.expected),
        }
    if draft.is_refused:
        verdict = "refused"
    else:
        returned = any(pair.is_returned for pair in draft.pairs)
        verdict = "partly_accepted" if returned else "accepted"
    return {"verdict": verdict, "findings": sorted(draft.expected), "pairs": pairs}
