"""Faults of the mark of an early first interview in a checkup result (X-HI-044)."""

from __future__ import annotations

from random import Random
from typing import Final

from daiko.documents.records import Observation, ObservationValue
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.editing import add_item, has_item
from daiko.simulation.faults.kinds import pair_fault
from daiko.standard import oids

_MARK: Final = "9N807000000000011"
_TABLE: Final = "1.2.392.200119.6.18060"
_SET_CARD: Final = "5"


def _no_set_card(draft: PairDraft) -> bool:
    number = draft.claim.card_id.extension if draft.claim.card_id else None
    return number is not None and number[2] != _SET_CARD and not has_item(draft, _MARK)


@pair_fault("X-HI-044", fits=_no_set_card, accepted=True)
def interview_without_set_card(draft: PairDraft, _rng: Random) -> None:
    """A first interview is marked although the card is no set card: a warning."""
    value = ObservationValue("CD", code="1", code_system=_TABLE)
    add_item(draft, Observation(code=_MARK, code_system=oids.ITEM, values=(value,)))
