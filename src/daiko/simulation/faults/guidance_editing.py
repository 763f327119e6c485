"""Small edits that faults of guidance are made of, and where they fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from daiko.documents.guidance_records import (
    GuidanceAct,
    GuidanceObservation,
    GuidanceSection,
)
from daiko.documents.records import CardParticipant
from daiko.guidance.stratification import ACTIVE
from daiko.simulation.guidance_acts import item
from daiko.simulation.guidance_courses import ENDED, FINAL, FIRST
from daiko.simulation.guidance_drafts import GuidanceDraft
from daiko.simulation.organisations import ProviderForm
from daiko.standard import oids

Fits = Callable[[GuidanceDraft], bool]
GUIDANCE_CARD: Final = "2"  # function codes of the participants
CHECKUP_CARD: Final = "1"


def both(*parts: Fits) -> Fits:
    """Where all of these fit."""
    return lambda draft: all(part(draft) for part in parts)


def begins(draft: GuidanceDraft) -> bool:
    return draft.timing == FIRST


def is_final(draft: GuidanceDraft) -> bool:
    return draft.timing == FINAL


def ends_midway(draft: GuidanceDraft) -> bool:
    return draft.timing == ENDED


def is_active(draft: GuidanceDraft) -> bool:
    return draft.course.level == ACTIVE


def is_plain(draft: GuidanceDraft) -> bool:
    return not is_active(draft)


def is_split(draft: GuidanceDraft) -> bool:
    return draft.course.half_on is not None


def is_collective(draft: GuidanceDraft) -> bool:
    return draft.course.provider.form is not ProviderForm.INDIVIDUAL


def is_unregistered(draft: GuidanceDraft) -> bool:
    """No register says what card and person are."""
    return not draft.course.card.is_registered


def has_own_card(draft: GuidanceDraft) -> bool:
    """A guidance card, not the set card of the checkup."""
    return not draft.course.card.is_set


def change_acts(
    draft: GuidanceDraft, section: str, change: Callable[[GuidanceAct], GuidanceAct]
) -> None:
    """Change every act of a section."""

    def changed(found: GuidanceSection) -> GuidanceSection:
        if found.code != section:
            return found
        return replace(found, acts=tuple(change(act) for act in found.acts))

    draft.set_result(sections=tuple(changed(found) for found in draft.result.sections))


def change_item(
    draft: GuidanceDraft,
    section: str,
    code: str,
    change: Callable[[GuidanceObservation], GuidanceObservation | None],
) -> None:
    """Change an item in every act of a section; ``None`` leaves it out. It must be there."""
    found = False

    def changed(act: GuidanceAct) -> GuidanceAct:
        nonlocal found
        kept = []
        for observation in act.observations:
            new = change(observation) if observation.code == code else observation
            found = found or observation.code == code
            kept += [new] if new is not None else []
        return replace(act, observations=tuple(kept))

    change_acts(draft, section, changed)
    if not found:
        raise ValueError(f"no item {code}")


def set_value(draft: GuidanceDraft, section: str, code: str, text: str) -> None:
    """Another value of an item, in the form the item has."""
    change_item(draft, section, code, lambda _: item(section, code, text))


def leave_out(draft: GuidanceDraft, section: str, code: str) -> None:
    change_item(draft, section, code, lambda _: None)


def add_item(draft: GuidanceDraft, section: str, added: GuidanceObservation, mood: str) -> None:
    """Put an item at the end of the acts of one mood in a section."""
    change_acts(
        draft,
        section,
        lambda act: (
            replace(act, observations=(*act.observations, added)) if act.mood_code == mood else act
        ),
    )


def value_of(draft: GuidanceDraft, section: str, code: str) -> int:
    """A whole number the report states."""
    for found in draft.result.sections:
        for act in found.acts if found.code == section else ():
            for observation in act.observations:
                if observation.code == code and observation.values:
                    return int(observation.values[0].value or 0)
    raise ValueError(f"no item {code}")


def add_section(draft: GuidanceDraft, added: GuidanceSection) -> None:
    """Put a section into its place by code."""
    sections = sorted((*draft.result.sections, added), key=lambda found: found.code or "")
    draft.set_result(sections=tuple(sections))


def drop_section(draft: GuidanceDraft, *codes: str) -> None:
    kept = tuple(found for found in draft.result.sections if found.code not in codes)
    draft.set_result(sections=kept)


def change_card(
    draft: GuidanceDraft, code: str, change: Callable[[CardParticipant], CardParticipant]
) -> None:
    """Change the card participant of a function code."""
    draft.set_result(
        cards=tuple(
            change(card) if card.function_code == code else card for card in draft.result.cards
        )
    )


def more(text: str | None, by: int) -> str:
    return str(int(text or 0) + by)


def has_contacts(draft: GuidanceDraft) -> bool:
    return bool(draft.course.contacts)


def a_section(code: str, *acts: GuidanceAct) -> GuidanceSection:
    return GuidanceSection(code=code, code_system=oids.SECTION, acts=acts)


def a_list(mood: str, *observations: GuidanceObservation) -> GuidanceAct:
    return GuidanceAct(
        class_code="ACT", mood_code=mood, code_null_flavor="NA", observations=observations
    )
