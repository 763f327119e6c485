"""What one side of a told example is: words of the page and what the check finds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from building import BuiltArchive, Pair, a_claim, a_result, an_archive, rules_of
from daiko.archive.writer import write_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.registers import CardEntry
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.records import CheckupClaim, CheckupResult
from guidance_building import (
    MOTIVATIONAL_CARD,
    a_guidance_archive,
    a_guidance_claim,
    a_guidance_result,
)
from guidance_judging import an_issued_guidance_card, guidance_registers
from guidance_sections import MOTIVATIONAL
from judging import some_registers

AUTUMN: Final = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)  # after the final evaluation
GuidancePair = tuple[GuidanceResult, GuidanceClaim]


@dataclass(frozen=True, slots=True)
class Case:
    """``words`` stand on the page; ``found`` are the ids that the whole check finds."""

    words: tuple[str, ...]
    found: Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """Both sides of an example."""

    wrong: Case
    right: Case


def told(
    wrong: Callable[[], list[str]],
    right: Callable[[], list[str]],
    *,
    says: str | tuple[str, ...] = (),
    instead_of: str | tuple[str, ...] = (),
) -> Told:
    """``says`` are words of the wrong side, ``instead_of`` those of the right one."""
    return Told(Case(_words(says), wrong), Case(_words(instead_of), right))


def _words(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def found_in(archive: BuiltArchive, **arguments: Any) -> list[str]:
    return rules_of(archive.check(**arguments))


def checkup(
    result: CheckupResult | bytes | None = None,
    claim: CheckupClaim | bytes | None = None,
    **arguments: Any,
) -> list[str]:
    """What is found in an archive of one pair; registers know all of it, nothing came before."""
    arguments.setdefault("registers", some_registers())
    arguments.setdefault("history", MemoryHistory())
    return checkups([(result or a_result(), claim or a_claim())], **arguments)


def checkups(pairs: list[Pair], **arguments: Any) -> list[str]:
    return found_in(an_archive(pairs), **arguments)


def first_and_final(
    first: GuidanceResult | None = None,
    final: GuidanceResult | None = None,
    *,
    level: str = "1",
    first_claim: GuidanceClaim | None = None,
    final_claim: GuidanceClaim | None = None,
    **arguments: Any,
) -> list[str]:
    """What is found in an archive of a first and a final guidance of one card."""
    pairs = [
        (first or a_guidance_result(level), first_claim or a_guidance_claim(level)),
        (
            final or a_guidance_result(level, final=True),
            final_claim or a_guidance_claim(level, final=True),
        ),
    ]
    return guidances(pairs, **arguments)


def only_first(
    result: GuidanceResult | None = None,
    claim: GuidanceClaim | None = None,
    *,
    level: str = "1",
    **arguments: Any,
) -> list[str]:
    """What is found in an archive of a first guidance alone."""
    pair = (result or a_guidance_result(level), claim or a_guidance_claim(level))
    return guidances([pair], **arguments)


def only_final(
    result: GuidanceResult | None = None, claim: GuidanceClaim | None = None, **arguments: Any
) -> list[str]:
    """What is found in an archive of a final guidance whose first came before."""
    pair = (
        result or a_guidance_result(final=True),
        claim or a_guidance_claim(final=True),
    )
    return guidances([pair], **arguments)


def guidances(pairs: list[GuidancePair], **arguments: Any) -> list[str]:
    """Registers know all of it, nothing came before; made and received in autumn unless told."""
    arguments.setdefault("registers", guidance_registers(cards=cards_of_both_levels()))
    arguments.setdefault("history", MemoryHistory())
    arguments.setdefault("received_at", AUTUMN)
    made_on = arguments["received_at"].date()
    return found_in(a_guidance_archive(pairs, made_on=made_on), **arguments)


def cards_of_both_levels() -> list[CardEntry]:
    motivational = an_issued_guidance_card(
        card_id=MOTIVATIONAL_CARD, kind="2", guidance_level=MOTIVATIONAL
    )
    return [an_issued_guidance_card(), motivational]


def rewritten(archive: BuiltArchive, beginning: str, old: str, new: str) -> BuiltArchive:
    """The archive with a text changed in the members whose paths begin so."""
    root = archive.name.removesuffix(".zip")
    members = []
    with zipfile.ZipFile(io.BytesIO(archive.data)) as source:
        for name in source.namelist():
            path, data = name.removeprefix(f"{root}/"), source.read(name)
            if path.startswith(beginning) and not path.endswith("/"):
                assert old.encode() in data, (path, old)
                data = data.replace(old.encode(), new.encode())
            if path and not path.endswith("/"):
                members.append((path, data))
    out = io.BytesIO()
    write_archive(out, root, members)
    return BuiltArchive(archive.name, out.getvalue())
