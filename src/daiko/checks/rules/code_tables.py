"""S3: coded values against the code tables of the standard (X-REF-007).

The answers of items that the item table knows are judged by their own rules (X-HC-034,
X-HI-029…043); here it is what no item vouches for: code systems nobody knows, and codes
of items that are the sender's own. Local codes (….1205) are agreed, those of HL7 belong
to the schema.
Source: standards/checks.csv, catalogue/code_systems.csv. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.item_index import item_judge
from daiko.checks.rulebook import Part, rule
from daiko.checks.rules.observations import item_at
from daiko.checks.subjects import PairSubject
from daiko.documents.records import Observation, ObservationValue
from daiko.standard.catalogue import code_system, item, phase_of
from daiko.standard.oids import ROOT

_LOCAL: Final = f"{ROOT}.1205"
_CODE_KINDS: Final = frozenset({"values", "methods", "item_table"})
_Fault = tuple[str, str, str]  # below the observation, found, expected


def _faults(seen: Observation, year: int | None, *, is_free: bool) -> Iterator[_Fault]:
    systems = [("/code/@codeSystem", seen.code_system)]
    systems += [("/methodCode/@codeSystem", seen.method_code_system)]
    if is_free or not _is_judged_elsewhere(seen, year):
        systems += [("/value/@codeSystem", value.code_system) for value in seen.values]
        yield from _unlisted(seen)
    for tail, system in systems:
        if system is not None and _is_ours(system) and not _is_known(system):
            yield tail, system, both("標準のコード体系", "a code system of the standard")


def _unlisted(seen: Observation) -> Iterator[_Fault]:
    """Codes that their table does not hold."""
    for value in seen.values:
        table = code_system(value.code_system or "") if _is_ours(value.code_system) else None
        if table is not None and table.members and value.code not in table.members:
            yield "/value/@code", value.code or "", f"{table.name_ja} ({table.oid})"


def _is_judged_elsewhere(seen: Observation, year: int | None) -> bool:
    entry = item(seen.code or "")
    return entry is not None and year is not None and phase_of(year) in entry.phases


def _is_ours(system: str | None) -> bool:
    return system is not None and system.startswith(f"{ROOT}.") and system != _LOCAL


def _is_known(system: str) -> bool:
    table = code_system(system)
    return table is not None and table.kind in _CODE_KINDS


@item_judge
def _is_listed(
    is_free: bool, seen: Observation, _value: ObservationValue | None, year: int | None
) -> bool:
    return not any(_faults(seen, year, is_free=is_free))


@rule("X-REF-007", part=Part.RESULT)
def codes_in_their_tables(pair: PairSubject) -> Iterator[Finding]:
    """Codes are members of the standard's tables, code systems those it knows."""
    year = pair.fiscal_year
    if year is None or pair.items.hold(_is_listed):
        return
    for section, seen, _ in pair.items.all:
        for tail, found, expected in _faults(seen, year, is_free=section == "01990"):
            yield Finding("X-REF-007", item_at(seen.code, tail), found, expected)
