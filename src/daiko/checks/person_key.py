"""Keys that tell whether two claims speak of the same person or card.

Source: standards/administrative-checks.md 5 (insurer, symbol, number, branch, birth
date, sex). The key is a digest: no name is kept, and equal persons give equal keys
after widths are evened out. Pure.
"""

from __future__ import annotations

import hashlib
from datetime import date

from daiko.checks.registers import ClaimKey
from daiko.checks.values import comparable, fiscal_year
from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.records import CheckupClaim, ClaimHead, Identifier


def person_key(claim: ClaimHead, insurer_number: str | None = None) -> str:
    """64 hexadecimal digits; the same for the same person in differently written files.

    ``insurer_number``: instead of the claim's own, the number of one it was merged with.
    """
    parts = (
        insurer_number or _extension(claim.insurer),
        *(_extension(i) for i in (claim.symbol, claim.number, claim.branch_code)),
        claim.birth_date,
        claim.sex,
    )
    text = "\x1f".join(comparable(part) or "" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _extension(identifier: Identifier | None) -> str | None:
    return None if identifier is None else identifier.extension


def insured_as(claim: ClaimHead) -> tuple[str, str] | None:
    """Symbol and number as the register of insured persons is asked with them."""
    number = comparable(_extension(claim.number))
    return (comparable(_extension(claim.symbol)) or "", number) if number else None


def claim_key(claim: CheckupClaim, performed_on: date | None) -> ClaimKey:
    """What registers and history are asked with; parts the claim lacks are empty."""
    return ClaimKey(
        insurer_number=_extension(claim.insurer) or "",
        provider_number=_extension(claim.provider) or "",
        card_id=_extension(claim.card_id) or None,
        person_key=person_key(claim),
        performed_on=performed_on,
        fiscal_year=None if performed_on is None else fiscal_year(performed_on),
        insured=insured_as(claim),
    )


def guidance_key(
    claim: GuidanceClaim, service_on: date | None, checkup_fiscal_year: int | None
) -> ClaimKey:
    """The same for a guidance claim.

    ``service_on`` is the day registers are asked about, ``checkup_fiscal_year`` that of
    the checkup the guidance rests on.
    """
    return ClaimKey(
        insurer_number=_extension(claim.insurer) or "",
        provider_number=_extension(claim.provider) or "",
        card_id=_extension(claim.card_id) or _extension(claim.checkup_card_id) or None,
        person_key=person_key(claim),
        performed_on=service_on,
        fiscal_year=checkup_fiscal_year,
        is_guidance=True,
        checkup_card_id=_extension(claim.checkup_card_id) or None,
        insured=insured_as(claim),
    )
