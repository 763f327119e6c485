"""S6: what is claimed beside what was examined (X-CC-046, 047).

Source: standards/checks.csv, administrative-checks.md 7 (a detailed exam done outside
the rules is claimed as additional), catalogue/catalogue.md 5. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.rulebook import Part, rule
from daiko.checks.rules.exam_groups import CREATININE, ECG, FUNDUS, exam_groups
from daiko.checks.rules.observations import item_at, value_of
from daiko.checks.rules.result_groups import performed
from daiko.checks.subjects import PairSubject
from daiko.standard.catalogue import item

_MONEY: Final = "checkupClaim/settlement"
_SAME_TEST: Final = 12  # characters of a code before its method: analyte, kind, material


@rule("X-CC-046", part=Part.BOTH)
def claimed_is_examined(pair: PairSubject) -> Iterator[Finding]:
    """Each priced exam and item has a value in the result, by whatever method."""
    if pair.fiscal_year is None:
        return
    measured = pair.items.measured
    if "detail" in pair.claim_parts:
        groups = exam_groups(pair.fiscal_year)
        for price in pair.claim.detail_prices:
            group = groups.get(price.code or "")
            if group is not None and measured.isdisjoint(group.results):
                at = f"{_MONEY}/unitPriceDetail/observation/@code"
                yield Finding("X-CC-046", at, group.code, item_of(group.results[0]))
    if "other" in pair.claim_parts:
        for price in pair.claim.other_prices:
            code = price.code or ""
            if code in measured or item(code) is None:
                continue
            if not any(other[:_SAME_TEST] == code[:_SAME_TEST] for other in measured):
                at = f"{_MONEY}/unitPriceOther/observation/@code"
                yield Finding("X-CC-046", at, code, item_of(code))


def item_of(code: str) -> str:
    """An item with its name, for a clerk."""
    entry = item(code)
    return code if entry is None else f"{entry.name_ja} ({code})"


@rule("X-CC-047", part=Part.BOTH)
def examined_fits_the_claim(pair: PairSubject) -> Iterator[Finding]:
    """An exam within the rules is claimed as detailed, one outside them is not."""
    if pair.fiscal_year is None or not pair.claim_parts or "dock" in pair.claim_parts:
        return
    claimed = {price.code for price in pair.claim.detail_prices}
    for code in (ECG, FUNDUS, CREATININE):
        group = performed(pair, code)
        subject = None if group is None else value_of(pair, group.subject)
        if group is None or subject not in ("0", "1", "2"):
            continue
        if (subject != "0") is not (code in claimed):
            expected = (
                both("詳細な健診として請求", "claimed as detailed")
                if subject != "0"
                else both("詳細な健診以外で請求", "not claimed as detailed")
            )
            yield Finding("X-CC-047", item_at(group.subject, "/value/@code"), subject, expected)
