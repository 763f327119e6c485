"""Where claims of either kind say the same thing: paths for the rules of both.

Source: standards/archive-and-xml.md 4 and 5. Pure.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.standard.identifiers import CardId

_SET_CARD: Final = "5"


def person_at(pair: AnyPair) -> str:
    return f"{_root(pair)}/subjectPerson"


def card_at(pair: AnyPair) -> str:
    """The card the claim is made with."""
    if isinstance(pair, GuidanceSubject):
        return "healthGuidanceClaim/healthGuidanceCard"
    return "checkupClaim/checkupCard"


def card_id_at(pair: AnyPair) -> str:
    """The number of that card; of guidance also a set card in its own element."""
    if isinstance(pair, GuidanceSubject) and pair.claim.card_id is None:
        return f"{card_at(pair)}/checkupCardId/@extension"
    return f"{card_at(pair)}/id/@extension"


def _root(pair: AnyPair) -> str:
    return "healthGuidanceClaim" if isinstance(pair, GuidanceSubject) else "checkupClaim"


def decided_on(pair: AnyPair) -> date | None:
    """Day that decides contract, price, insurer and card.

    Of a checkup its day, of guidance the first interview of its first claim (ruling 48);
    ``None`` where a final claim stands alone (X-DU-006): its own day decides nothing.
    """
    if not isinstance(pair, GuidanceSubject):
        return pair.performed_on
    return None if pair.is_first_unknown else pair.service_on


def claimed_card(pair: AnyPair) -> str | None:
    """Number of the card the claim is made with; of guidance perhaps a set card."""
    if pair.card_id is not None or not isinstance(pair, GuidanceSubject):
        return pair.card_id
    instead = pair.claim.checkup_card_id
    card = CardId.parse(instead.extension if instead else None)
    return instead.extension if instead and card and card.kind == _SET_CARD else None
