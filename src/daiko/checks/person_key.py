"""Keys that tell whether two claims speak of the same person or card.

Source: standards/administrative-checks.md 5. The key is a digest: it names
nobody, and equal persons give equal keys after widths are evened out. Pure.
"""

from __future__ import annotations

import hashlib

from daiko.checks.registers import ClaimKey
from daiko.checks.subjects import PairSubject
from daiko.checks.values import comparable
from daiko.documents.records import CheckupClaim


def person_key(claim: CheckupClaim) -> str:
    """Digest of insurer, symbol, number, branch, birth date and sex."""
    parts = (
        claim.insurer and claim.insurer.extension,
        claim.symbol and claim.symbol.extension,
        claim.number and claim.number.extension,
        claim.branch_code and claim.branch_code.extension,
        claim.birth_date,
        claim.sex,
    )
    text = "|".join(comparable(part) or "" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def claim_key(pair: PairSubject) -> ClaimKey | None:
    """What registers and history are asked with; ``None`` without a readable claim."""
    if pair.claim is None:
        return None
    return ClaimKey(
        insurer_number=pair.insurer_number or "",
        provider_number=pair.provider_number or "",
        card_id=pair.card_id,
        person_key=person_key(pair.claim),
        performed_on=pair.performed_on,
        fiscal_year=pair.fiscal_year,
    )
