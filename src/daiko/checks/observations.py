"""Looking into the items of a checkup result: where they stand and what they say.

Source: standards/archive-and-xml.md 7.2; administrative-checks.md 12 (a value at the
limit has two value elements). Judges nothing: rules are in ``result_items.py`` (form)
and ``result_presence.py`` (what must be there). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from daiko.checks.subjects import PairSubject
from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids

BODY: Final = "/ClinicalDocument//observation"


class Seen(NamedTuple):
    """How an item stands in the result."""

    value: bool  # with a value
    absent: bool  # marked not performed or not measurable


def flat(pair: PairSubject) -> Iterator[tuple[str, Observation]]:
    """Every observation with its section, parts of series groups included."""
    for section in pair.result.sections:
        code = section.code or ""
        for observation in section.observations:
            yield code, observation
            for part in observation.parts:
                yield code, part


def item_at(code: str | None, tail: str = "") -> str:
    """Path of an item in a finding, by its code."""
    return f"{BODY}[code/@code={code}]{tail}"


def main_value(observation: Observation) -> ObservationValue | None:
    """The value itself, not the marker H or L that may stand before it."""
    values = observation.values
    if len(values) > 1 and values[0].code_system == oids.LIMIT_MARKER:
        return values[1]
    return values[0] if values else None


def seen(pair: PairSubject) -> dict[str, Seen]:
    """Item code → how it stands, over all sections."""
    found: dict[str, Seen] = {}
    for _, observation in flat(pair):
        code = observation.code
        if code is None:
            continue
        value = main_value(observation)
        measured = value is not None and value.null_flavor is None and not observation.negated
        before = found.get(code, Seen(False, False))
        found[code] = Seen(before.value or measured, before.absent or not measured)
    return found


def value_of(pair: PairSubject, code: str) -> str | None:
    """First value of an item as text; ``None`` without a measured value."""
    for _, observation in flat(pair):
        if observation.code == code:
            value = main_value(observation)
            if value is not None and value.null_flavor is None:
                return value.code or value.value or value.text
    return None
