"""Where the fuzzer begins: right documents, and the hostile specimens that are small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from building import a_claim, a_result, a_summary, an_archive, an_index
from daiko.documents.writing import (
    write_checkup_claim,
    write_checkup_result,
    write_index,
    write_summary,
)
from hostile import KINDS, specimens

BYTES_MAX: Final = 60_000


def seeds(target: str) -> Iterator[bytes]:
    """Bytes to begin with for a target."""
    if target == "zip_reader":
        yield an_archive().data
        kinds = [kind for kind in KINDS if kind.startswith(("ZIP", "NAME"))]
        for kind in kinds:
            if kind not in ("ZIP-21", "ZIP-22"):
                yield from (s for s in _small(kind) if len(s) <= BYTES_MAX)
        return
    yield from _documents(target)


def _small(kind: str) -> Iterator[bytes]:
    for specimen in specimens(kind)[:3]:
        yield specimen.data()


def _documents(target: str) -> Iterator[bytes]:
    from daiko.documents.guidance_writing import write_guidance_claim, write_guidance_result
    from guidance_building import a_guidance_claim, a_guidance_result

    made = {
        "ix08": write_index(an_index()),
        "su08": write_summary(a_summary()),
        "hc08": write_checkup_result(a_result()),
        "cc08": write_checkup_claim(a_claim()),
        "hg08": write_guidance_result(a_guidance_result()),
        "gc08": write_guidance_claim(a_guidance_claim()),
    }
    yield from made.values() if target == "xml_gate" else (made[target],)
