"""Compare what reception found with what the simulation planted.

Source: truth.json as ``daiko simulate`` writes it. Pure: the caller reads both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdict and sorted rule ids of one archive (``pair`` empty) or of one pair."""

    verdict: str
    rules: frozenset[str]


Judgements = Mapping[tuple[str, str], Judgement]  # (archive name, pair name or "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``missed``: planted and not found; ``false``: found and not planted."""

    missed: int
    false: int
    differences: tuple[str, ...]


def planted(truth: Mapping[str, object]) -> dict[tuple[str, str], Judgement]:
    """The judgements of a truth.json object."""
    archives = truth["archives"]
    assert isinstance(archives, Mapping)
    judged: dict[tuple[str, str], Judgement] = {}
    for archive, answer in archives.items():
        judged[archive, ""] = Judgement(answer["verdict"], frozenset(answer["findings"]))
        for pair, expected in answer["pairs"].items():
            judged[archive, pair] = Judgement(expected["verdict"], frozenset(expected["findings"]))
    return judged


def compare(expected: Judgements, found: Judgements) -> Comparison:
    """Every verdict and every rule id, both ways.

    >>> a, b = Judgement("accepted", frozenset()), Judgement("returned", frozenset({"X-EL-003"}))
    >>> compare({("a.zip", "1"): b}, {("a.zip", "1"): a}).missed
    2
    """
    missed = list(_differences(expected, found))
    false = list(_differences(found, expected, verdicts=False))
    words = [f"missed {line}" for line in missed] + [f"false {line}" for line in false]
    return Comparison(len(missed), len(false), tuple(sorted(words)))


def _differences(wanted: Judgements, there: Judgements, *, verdicts: bool = True) -> Iterator[str]:
    """What stands in ``wanted`` and not in ``there``; a verdict that differs counts once,
    as missed."""
    nothing = Judgement("", frozenset())
    for (archive, pair), judgement in wanted.items():
        other = there.get((archive, pair), nothing)
        place = f"{archive} {pair}".rstrip()
        if other is nothing or (verdicts and judgement.verdict != other.verdict):
            yield f"{place}: {judgement.verdict}, not {other.verdict or 'there'}"
        for rule in sorted(judgement.rules - other.rules):
            yield f"{place}: {rule}"
