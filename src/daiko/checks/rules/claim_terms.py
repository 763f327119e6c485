"""S6: the copayment terms a claim declares for each part (X-CC-014…021).

Source: standards/checks.csv, archive-and-xml.md 4.3, rulings.md 5 and 34. What the
terms make of the prices is ``claim_judgement.py``. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.checks.values import yen
from daiko.documents.records import DeclaredTerms

CARD: Final = "checkupClaim/checkupCard"
_TERMS_ELEMENTS: Final = {
    "basic": "chargeTypeBasic",
    "detail": "chargeTypeDetail",
    "other": "chargeTypeOther",
}
_RATE_MAX: Final = 100_000


def _terms_of(pair: PairSubject) -> Iterator[tuple[str, DeclaredTerms]]:
    """Every block of terms in the claim with its path, the dock's two included."""
    claim = pair.claim
    for part, terms in (
        ("basic", claim.basic_terms),
        ("detail", claim.detail_terms),
        ("other", claim.other_terms),
    ):
        if terms is not None:
            yield f"{CARD}/{_TERMS_ELEMENTS[part]}", terms
    if claim.dock_terms is not None:
        yield f"{CARD}/chargeTypeHumanDryDock/copayment", claim.dock_terms
    if claim.dock_limit is not None:
        yield f"{CARD}/chargeTypeHumanDryDock/maxInsuranceLimit", claim.dock_limit


def _declared(pair: PairSubject, rule_id: str, part: str, terms: object) -> Iterator[Finding]:
    """Terms of a part stand in the claim exactly when its type has the part."""
    if part in pair.claim_parts and terms is None:
        yield Finding(rule_id, f"{CARD}/{_TERMS_ELEMENTS[part]}", "", "1–4")


@rule("X-CC-014")
def basic_terms_present(pair: PairSubject) -> Iterator[Finding]:
    """Terms of the basic part for claim types 1 to 4."""
    yield from _declared(pair, "X-CC-014", "basic", pair.claim.basic_terms)


@rule("X-CC-015")
def detail_terms_present(pair: PairSubject) -> Iterator[Finding]:
    """Terms of the detailed part for claim types 2 and 4."""
    yield from _declared(pair, "X-CC-015", "detail", pair.claim.detail_terms)


@rule("X-CC-016")
def other_terms_present(pair: PairSubject) -> Iterator[Finding]:
    """Terms of the additional part for claim types 3 and 4."""
    yield from _declared(pair, "X-CC-016", "other", pair.claim.other_terms)


@rule("X-CC-017")
def dock_terms_present(pair: PairSubject) -> Iterator[Finding]:
    """Terms or limit of the dock for claim type 5."""
    claim = pair.claim
    if "dock" in pair.claim_parts and claim.dock_terms is None and claim.dock_limit is None:
        yield Finding("X-CC-017", f"{CARD}/chargeTypeHumanDryDock", "", "copayment / limit")


@rule("X-CC-018")
def nothing_beside_none(pair: PairSubject) -> Iterator[Finding]:
    """Code 1 has neither amount nor rate."""
    for at, terms in _terms_of(pair):
        if terms.code == "1" and (terms.amount is not None or terms.rate is not None):
            yield Finding("X-CC-018", at, terms.amount or terms.rate or "", "")


@rule("X-CC-019")
def fixed_amount(pair: PairSubject) -> Iterator[Finding]:
    """Code 2 has an amount above 0."""
    for at, terms in _terms_of(pair):
        if terms.code == "2" and not yen(terms.amount):
            yield Finding("X-CC-019", f"{at}/amount/@value", terms.amount or "", "000001–999999")


@rule("X-CC-020")
def fixed_rate(pair: PairSubject) -> Iterator[Finding]:
    """Code 3 has a rate of 000001 to 100000 (1/1000 percent)."""
    for at, terms in _terms_of(pair):
        if terms.code == "3" and not 1 <= (yen(terms.rate) or 0) <= _RATE_MAX:
            yield Finding("X-CC-020", f"{at}/rate/@value", terms.rate or "", "000001–100000")


@rule("X-CC-021")
def insurer_limit(pair: PairSubject) -> Iterator[Finding]:
    """Code 4 has an amount above 0 (ruling 34: no limit is no element)."""
    for at, terms in _terms_of(pair):
        limit = terms.code == "4" or at.endswith("maxInsuranceLimit")
        if limit and not yen(terms.amount):
            yield Finding("X-CC-021", f"{at}/amount/@value", terms.amount or "", "000001–999999")
