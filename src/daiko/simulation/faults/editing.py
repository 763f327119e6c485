"""Small edits that faults are made of: bytes of a document, items of a result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from daiko.documents.records import Observation
from daiko.simulation.drafts import Edit, PairDraft


def replacing(old: str, new: str, times: int = 1) -> Edit:
    """Replace text in a document; it must be there, or the fault would be none."""

    def edit(data: bytes) -> bytes:
        if old.encode() not in data:
            raise ValueError(f"not in the document: {old}")
        return data.replace(old.encode(), new.encode(), times)

    return edit


def change_item(
    draft: PairDraft, code: str, change: Callable[[Observation], Observation | None]
) -> None:
    """Change the item of a code wherever it stands at the top of a section; ``None`` removes it."""
    found = False
    sections = []
    for section in draft.result.sections:
        kept = []
        for observation in section.observations:
            if observation.code == code:
                found = True
                changed = change(replace(observation))
                kept += [changed] if changed is not None else []
            else:
                kept.append(observation)
        sections.append(replace(section, observations=tuple(kept)))
    if not found:
        raise ValueError(f"no item {code}")
    draft.set_result(sections=tuple(sections))


def remove_item(draft: PairDraft, code: str) -> None:
    change_item(draft, code, lambda _observation: None)


def change_part(
    draft: PairDraft, code: str, change: Callable[[Observation], Observation | None]
) -> None:
    """Change a part of a series group; ``None`` removes it."""

    def changed(group: Observation) -> Observation:
        parts = []
        for part in group.parts:
            kept: Observation | None = part
            if part.code == code:
                kept = change(replace(part))
            parts += [kept] if kept is not None else []
        return replace(group, parts=tuple(parts))

    draft.set_result(
        sections=tuple(
            replace(section, observations=tuple(map(changed, section.observations)))
            for section in draft.result.sections
        )
    )


def change_group(
    draft: PairDraft, code: str, change: Callable[[Observation], tuple[Observation, ...]]
) -> None:
    """Put something else in place of the series group that holds an item."""

    def changed(group: Observation) -> tuple[Observation, ...]:
        return change(group) if any(part.code == code for part in group.parts) else (group,)

    draft.set_result(
        sections=tuple(
            replace(
                section,
                observations=tuple(new for old in section.observations for new in changed(old)),
            )
            for section in draft.result.sections
        )
    )


def add_item(draft: PairDraft, observation: Observation, section_code: str = "01010") -> None:
    """Put an item at the end of a section."""
    draft.set_result(
        sections=tuple(
            replace(section, observations=(*section.observations, observation))
            if section.code == section_code
            else section
            for section in draft.result.sections
        )
    )


def has_item(draft: PairDraft, code: str) -> bool:
    return any(
        observation.code == code
        for section in draft.result.sections
        for observation in section.observations
    )
