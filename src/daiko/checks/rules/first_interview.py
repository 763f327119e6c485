"""S5: the mark of an early first interview in a checkup result (X-HI-044).

Source: standards/checks.csv, guidance.md 3.1 (item 9N807, table 18060). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.subjects import PairSubject
from daiko.standard.identifiers import CardId

MARK: Final = "9N807000000000011"
_WITHIN_A_WEEK: Final = "1"
_SET_CARD: Final = "5"


@rule("X-HI-044")
def interview_with_set_card(pair: PairSubject) -> Iterator[Finding]:
    """First interview within a week is marked only with a set card (third digit 5)."""
    value = pair.items.values.get(MARK)
    if value is None or value.code != _WITHIN_A_WEEK:
        return
    holder = pair.result.cards[0] if pair.result.cards else None
    card = CardId.parse(holder.card_id.extension if holder and holder.card_id else None)
    if card is None or card.kind != _SET_CARD:
        at = f"/ClinicalDocument//observation[code/@code={MARK}]/value/@code"
        yield Finding("X-HI-044", at, card.kind if card else "", _SET_CARD)
