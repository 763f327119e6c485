"""Results of adjudication: the blocks of a returned claim, and adding one to a claim's bytes.

Source: standards/archive-and-xml.md 6 (agency first, then insurer, after settlement);
rulings.md 43 (blocks in returns and inquiries only).
The claim of a provider is evidence: all its other bytes stay as they are, whatever
prefix, line ends or indentation its program wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from daiko.documents.gate import Parsed, parse_xml
from daiko.documents.records import AdjudicationResult
from daiko.documents.xml_text import attribute, empty, text_element

_CLAIMS: Final = frozenset({"checkupClaim", "healthGuidanceClaim"})
_AGENCY: Final = "agencyAdjudicationResult"
_INSURER: Final = "insurerAdjudicationResult"


class NotAClaim(ValueError):
    """The bytes are no readable claim document, so no result can be added to them."""


@dataclass(slots=True)
class _Place:
    """Byte offsets in a claim: what an existing agency block covers, and where one belongs."""

    root_tag: str = ""
    depth: int = 0
    old_start: int | None = None
    old_end: int | None = None
    insurer_start: int | None = None
    root_end: int = 0
    in_old: bool = False


def add_agency_result(claim_xml: bytes, result: AdjudicationResult) -> bytes:
    """The claim with the agency's block; an earlier block of the agency is replaced.

    Works for checkup and guidance claims of either namespace. ``result.text`` is
    written whole: at most 100 characters are valid. Raises ``NotAClaim`` when the
    bytes do not pass the gate or are another document.
    """
    parsed = parse_xml(claim_xml)
    if not isinstance(parsed, Parsed) or parsed.local_name not in _CLAIMS:
        raise NotAClaim("not a readable claim document")
    place = _find_place(claim_xml)
    if not claim_xml.startswith(b"</", place.root_end):
        raise NotAClaim("the claim is an empty element")
    tag = place.root_tag[: place.root_tag.find(":") + 1] + _AGENCY
    block = adjudication_block(tag, result).encode()
    if place.old_start is not None and place.old_end is not None:
        return claim_xml[: place.old_start] + block.rstrip() + claim_xml[place.old_end :]
    at = place.root_end if place.insurer_start is None else place.insurer_start
    return claim_xml[:at] + block + claim_xml[at:]


def adjudication_block(tag: str, result: AdjudicationResult | None) -> str:
    """``agencyAdjudicationResult`` or ``insurerAdjudicationResult``; nothing for ``None``.

    ``tag`` may carry a prefix; the children then get the same.
    """
    if result is None:
        return ""
    prefix = tag[: tag.find(":") + 1]
    text = text_element(f"{prefix}text", result.text)
    return (
        f"<{tag}>\n"
        f"{empty(f'{prefix}interactionType', 'code', result.interaction_type)}"
        f"{empty(f'{prefix}recordDate', 'value', result.recorded_on)}"
        f"<{prefix}reason{attribute('code', result.reason_code)}>{text.rstrip()}</{prefix}reason>\n"
        f"</{tag}>\n"
    )


def _find_place(claim_xml: bytes) -> _Place:
    """Walk the tags once; expat tells the byte offset of each, whatever is in between."""
    place = _Place()
    parser = expat.ParserCreate()

    def start(name: str, _attributes: dict[str, str]) -> None:
        place.depth += 1
        if place.in_old:
            return
        _close_old(place, parser.CurrentByteIndex)
        local = name.rpartition(":")[2]
        if place.depth == 1:
            place.root_tag = name
        elif place.depth == 2 and local == _AGENCY and place.old_start is None:
            place.old_start = parser.CurrentByteIndex
            place.in_old = True
        elif place.depth == 2 and local == _INSURER and place.insurer_start is None:
            place.insurer_start = parser.CurrentByteIndex

    def end(_name: str) -> None:
        if place.depth == 1:
            _close_old(place, parser.CurrentByteIndex)
            place.root_end = parser.CurrentByteIndex
        elif place.depth == 2:
            place.in_old = False
        place.depth -= 1

    def other(_data: str) -> None:
        if not place.in_old:
            _close_old(place, parser.CurrentByteIndex)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = other
    parser.CommentHandler = other
    parser.StartCdataSectionHandler = lambda: other("")
    parser.ProcessingInstructionHandler = lambda _target, data: other(data)
    parser.Parse(claim_xml, True)
    return place


def _close_old(place: _Place, offset: int) -> None:
    """Whatever comes after an existing block marks where its bytes end."""
    if place.old_start is not None and place.old_end is None:
        place.old_end = offset
