"""Who a claim is about and what it asks for, for papers that go back to its sender.

Source: standards/archive-and-xml.md 4 (cc08), 5 (gc08), 7.1 (persons in results);
administrative-checks.md 2 (columns of a return). Reads what stands there, as text, and
judges nothing. Claims of checkups and of guidance have these parts in common.
Pure: no database, no clock, no settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from daiko.documents.gate import Parsed, parse_xml
from daiko.documents.reading import map_old_namespace
from daiko.documents.records import CheckupResult
from daiko.documents.result_reading import read_checkup_result
from daiko.documents.xml_reading import text_of
from daiko.standard import oids
from daiko.standard.oids import NAMESPACE

_NS: Final = {"c": NAMESPACE}
_PERSON: Final = "c:subjectPerson"
_CARD: Final = f"{_PERSON}/c:insuranceCard"


@dataclass(frozen=True, slots=True)
class ClaimPerson:
    """A person and a claim as the file states them; "" for what it does not state.

    ``birth_date`` is YYYYMMDD, ``sex`` 1 or 2, ``claim_amount`` digits (yen).
    ``claim_type`` (table 7) stands in checkup claims, ``guidance_level`` and
    ``guidance_timing`` in those of guidance.
    """

    insurer_number: str = ""
    symbol: str = ""
    number: str = ""
    branch_code: str = ""
    name_kana: str = ""
    birth_date: str = ""
    sex: str = ""
    card_id: str = ""
    claim_type: str = ""
    guidance_level: str = ""
    guidance_timing: str = ""
    claim_amount: str = ""


def claim_person(claim_xml: bytes | None, result_xml: bytes | None) -> ClaimPerson:
    """Out of the claim, or out of the result where the claim cannot be read."""
    root = _root(claim_xml)
    if root is not None:
        return _of_claim(root)
    root = _root(result_xml)
    return ClaimPerson() if root is None else _of_result(read_checkup_result(root))


def _root(xml: bytes | None) -> Any:
    parsed = None if xml is None else parse_xml(xml)
    if not isinstance(parsed, Parsed):
        return None
    map_old_namespace(parsed.root)
    return parsed.root


def _of_claim(root: Any) -> ClaimPerson:
    name = root.find(f"{_PERSON}/c:name", _NS)
    return ClaimPerson(
        insurer_number=_attribute(root, f"{_CARD}/c:insurerNumber", "extension"),
        symbol=_attribute(root, f"{_CARD}/c:symbol", "extension"),
        number=_attribute(root, f"{_CARD}/c:number", "extension"),
        branch_code=_attribute(root, f"{_CARD}/c:branchCode", "extension"),
        name_kana="" if name is None else text_of(name) or "",
        birth_date=_attribute(root, f"{_PERSON}/c:birthTime", "value"),
        sex=_attribute(root, f"{_PERSON}/c:administrativeGender", "code"),
        card_id=_attribute(root, "c:checkupCard/c:id", "extension")
        or _attribute(root, "c:healthGuidanceCard/c:id", "extension"),
        claim_type=_attribute(root, "c:settlement/c:claimType", "code"),
        guidance_level=_attribute(root, "c:encounter/c:guidanceLevel", "code"),
        guidance_timing=_attribute(root, "c:encounter/c:guidanceTiming", "code"),
        claim_amount=_attribute(root, "c:settlement/c:claimAmount", "value"),
    )


def _attribute(root: Any, path: str, name: str) -> str:
    node = root.find(path, _NS)
    return "" if node is None else node.get(name) or ""


def _of_result(result: CheckupResult) -> ClaimPerson:
    card = result.cards[0].card_id if result.cards else None
    return ClaimPerson(
        insurer_number=result.person_id(oids.INSURER) or "",
        symbol=result.person_id(oids.SYMBOL) or "",
        number=result.person_id(oids.NUMBER) or "",
        branch_code=result.person_id(oids.BRANCH_CODE) or "",
        name_kana=result.name or "",
        birth_date=result.birth_date or "",
        sex=result.sex or "",
        card_id=(card.extension if card else None) or "",
    )
