"""Claims known by their shape: who and under which card, then what is settled.

A claim is cut before its settlement, because the markup of both parts varies by itself. Each
part stands in the role in which it stood in a valid claim with the same start (all bytes up
to the end of the root's tag), so the whole is well-formed and valid: the children of a claim
are a sequence, and the content of each depends on nothing outside it (``shapes.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from daiko.documents.gate import UNCOUNTED_BYTES, Parsed
from daiko.documents.guidance_reading import read_guidance_claim
from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.reading import read_checkup_claim
from daiko.documents.records import CheckupClaim
from daiko.documents.result_shapes import IsValid, learn_block, read_block
from daiko.documents.shapes import Questions, Shapes, plain_text
from daiko.standard.kinds import DocumentKind

STARTS_MAX: Final = 64
START_BYTES_MAX: Final = 2_048
_SETTLEMENT: Final = b"<settlement>"
_ROOTS: Final = {DocumentKind.CC: "checkupClaim", DocumentKind.GC: "healthGuidanceClaim"}
_READERS: Final[dict[DocumentKind, Callable[[Any], Any]]] = {
    DocumentKind.CC: read_checkup_claim,
    DocumentKind.GC: read_guidance_claim,
}
_BEFORE: Final = frozenset(
    {
        "service_event_type", "provider", "insurer", "symbol", "number", "branch_code", "name",
        "postal_code", "address", "birth_date", "sex", "card_id", "card_valid_until",
        "basic_terms", "detail_terms", "other_terms", "has_dock_terms", "dock_terms",
        "dock_limit", "guidance_level", "guidance_timing", "checkup_card_id",
        "copayment_terms", "insurer_limit", "currencies",
    }
)  # fmt: skip
"""Fields that no part behind the settlement's beginning sets (currencies: both do)."""
_BEHIND: Final = {
    kind: tuple(name for name in record.__dataclass_fields__ if name not in _BEFORE)
    for kind, record in ((DocumentKind.CC, CheckupClaim), (DocumentKind.GC, GuidanceClaim))
}


class ClaimMemory:
    """Remembers the shapes of one kind of claim."""

    def __init__(self, kind: DocumentKind) -> None:
        self._root = _ROOTS[kind]
        self._reader = _READERS[kind]
        self._behind = _BEHIND[kind]
        self._shapes: dict[bytes, tuple[Parsed, Shapes, Shapes]] = {}
        self.questions = Questions()

    def known(self, data: bytes) -> tuple[Any, Parsed] | None:
        """Record and facts of the root of a claim that is well-formed and valid, as is known.

        ``None``: it must be parsed.
        """
        start, at = self._cut(data)
        shapes = self._shapes.get(start)
        if shapes is None or at < 0:
            return None
        parsed, heads, settlements = shapes
        claim = read_block(heads, data[:at])
        settled = None if claim is None else read_block(settlements, data[at:])
        if settled is None:
            return None
        for name in self._behind:
            setattr(claim, name, getattr(settled, name))
        claim.currencies += settled.currencies
        return claim, Parsed.like(parsed, data)

    def learn(self, data: bytes, parsed: Parsed, is_valid: IsValid) -> None:
        """Learn the shapes of a valid claim in its namespace."""
        start, at = self._cut(data)
        if at < 0 or plain_text(start) is None:  # a reference in it could hide a mark
            return
        if b"<!" in data or self._settlements(parsed) != 1 or self.questions.left <= 0:
            return
        is_valid = self.questions.asking(is_valid)
        shapes = self._shapes.get(start)
        if shapes is None:
            if len(self._shapes) >= STARTS_MAX:
                self._shapes.clear()
            shapes = self._shapes[start] = self._new(start, parsed)
        learn_block(shapes[1], data[:at], data, is_valid)
        learn_block(shapes[2], data[at:], data, is_valid)

    def _new(self, start: bytes, parsed: Parsed) -> tuple[Parsed, Shapes, Shapes]:
        opening, ending = start.decode(), f"</{self._root}>"
        heads = Shapes(partial(_between, "", ending), self._reader)
        return parsed, heads, Shapes(partial(_between, opening, ""), self._reader)

    def _cut(self, data: bytes) -> tuple[bytes, int]:
        """The start of a claim, and where its settlement begins; -1: not as usual."""
        if len(data) > UNCOUNTED_BYTES:
            return b"", -1
        end = data.find(b">", data.find(f"<{self._root}".encode())) + 1
        at = data.find(_SETTLEMENT)
        usual = 0 < end <= START_BYTES_MAX and data.find(b"<?", end) < 0
        usual = usual and data.find(_SETTLEMENT, at + 1) < 0
        return data[:end], at if usual else -1

    def _settlements(self, parsed: Parsed) -> int:
        """How many children of the root are settlements; one element of another depth is none."""
        return sum(str(child.tag).endswith("}settlement") for child in parsed.root)


def _between(before: str, behind: str, block: str) -> str:
    return before + block + behind
