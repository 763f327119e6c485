"""Values against registers and history: unknown, ended, expired, received or claimed before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from building import (
    INSURER,
    PROVIDER,
    ZIP_NAME,
    a_claim,
    a_pair,
    a_result,
    an_archive,
    an_office,
)
from daiko.archive.names import ArchiveName
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.documents.records import Identifier
from daiko.standard import oids
from hostile.making import (
    ACCEPTED,
    ALL_RETURNED,
    REFUSED,
    RETURNED,
    Specimen,
    entries,
    pairs,
    specimen,
    specimens_of,
)
from hostile.value_kinds import GOOD, right
from judging import a_provider, an_insurer, an_issued_card, some_registers
from raw_zip import build


def known(**changes: Any) -> MemoryRegisters:
    """Registers that know both persons of a specimen; their insurer gives no insured persons."""
    second = an_issued_card(card_id=f"261{7:08d}", number=f"{7:09d}")
    changes.setdefault("cards", [an_issued_card(), second])
    insurer = changes.get("insurer") or an_insurer()
    changes["insurer"] = replace(insurer, insured_loaded=False)
    return some_registers(**changes)


def _received(*sequences: int, digest: str = "0" * 64) -> MemoryHistory:
    history = MemoryHistory()
    for sequence in sequences:
        name = ArchiveName.parse(ZIP_NAME.replace("202606050", f"20260605{sequence}"))
        assert name is not None
        history.add_archive(name, digest)
    return history


def _sent_as(sequence: int) -> tuple[str, bytes]:
    name = ZIP_NAME.replace("202606050", f"20260605{sequence}")
    found = entries()
    for entry in found:
        entry.name = entry.name.replace(b"202606050", f"20260605{sequence}".encode())
    return name, build(found)


@specimens_of("VALUE-11")
def gap(rng: random.Random) -> Iterator[Specimen]:
    for sequence in (3, 9, rng.randint(4, 8)):
        name, data = _sent_as(sequence)
        yield specimen(
            f"{sequence} after 0 and 1", data, ACCEPTED, "ARC-005", name=name,
            history=_received(0, 1),
        )  # fmt: skip
    name, data = _sent_as(2)
    yield specimen("none", data, ACCEPTED, name=name, history=_received(0, 1))


@specimens_of("VALUE-12")
def name_already_received(_rng: random.Random) -> Iterator[Specimen]:
    for sequence in (0, 4, 9):
        name, data = _sent_as(sequence)
        history = _received(*range(sequence + 1))
        yield specimen(f"number {sequence}", data, REFUSED, "ARC-021", name=name, history=history)


@specimens_of("VALUE-13")
def claimed_twice_in_one(_rng: random.Random) -> Iterator[Specimen]:
    twice = an_archive([(a_result(), a_claim()), (a_result(), a_claim()), GOOD])
    yield specimen("the very same", twice, RETURNED, "DU-001")
    other = (a_result(performed_on="20260513"), a_claim())
    again = an_archive([(a_result(), a_claim()), other, GOOD])
    yield specimen("another day", again, RETURNED, "DU-001")
    number = Identifier(oids.CHECKUP_CARD, "26100000099")
    card = replace(a_result().cards[0], card_id=Identifier(
        oids.checkup_card_root(INSURER), "26100000099"))  # fmt: skip
    new = (a_result(cards=(card,)), a_claim(card_id=number))
    data = an_archive([(a_result(), a_claim()), new, GOOD])
    yield specimen("with another card", data, RETURNED, "DU-003", history=MemoryHistory())


@specimens_of("VALUE-14")
def claimed_before(_rng: random.Random) -> Iterator[Specimen]:
    pair = a_pair()
    for about, changes, rules in (
        ("the same card", {}, "DU-002 DU-004"),
        ("by another provider", {"provider_number": "1310000019"}, "DU-002"),
        ("the same person, another card", {"card_id": "26100000099"}, "DU-003 DU-004"),
    ):
        history = MemoryHistory()
        history.add_claim(
            "R1", replace(pair.key, **changes), result_sha256="a" * 64, claim_sha256="b" * 64
        )
        yield specimen(about, an_archive(right()), RETURNED, rules, history=history)


@specimens_of("VALUE-15")
def provider_check_digit(rng: random.Random) -> Iterator[Specimen]:
    for digit in rng.sample("01245689", 3):
        wrong = Identifier(oids.PROVIDER, PROVIDER[:-1] + digit)
        office = an_office(identifier=wrong)
        changed = (a_result(author=office, performer=office), a_claim(provider=wrong))
        data = an_archive(pairs(changed))
        yield specimen(f"ending in {digit}", data, ACCEPTED, "REF-006 XF-015")
        yield specimen(
            f"{digit}, registers",
            data,
            RETURNED,
            "CT-001 REF-002 REF-006 XF-015",
            registers=known(),
        )


@specimens_of("VALUE-16")
def insurer_check_digit(rng: random.Random) -> Iterator[Specimen]:
    for digit in rng.sample([d for d in "0123456789" if d != INSURER[-1]], 3):
        wrong = INSURER[:-1] + digit
        number = Identifier(oids.INSURER, wrong)
        result = a_result()
        card = replace(
            result.cards[0],
            card_id=Identifier(oids.checkup_card_root(wrong), "26100000017"),
            issuing_insurer=number,
        )
        ids = tuple(number if i.root == oids.INSURER else i for i in result.person_ids)
        changed = (a_result(person_ids=ids, cards=(card,)), a_claim(insurer=number))
        yield specimen(f"ending in {digit}", an_archive(pairs(changed)), ACCEPTED, "REF-005")
        data = an_archive(pairs(changed))
        yield specimen(
            f"{digit}, registers", data, RETURNED, "CT-001 REF-004 REF-005", registers=known()
        )


@specimens_of("VALUE-17")
def ended_insurer(_rng: random.Random) -> Iterator[Specimen]:
    for about, changes in (
        ("the day before", {"end_on": date(2026, 5, 11)}),
        ("merged", {"end_on": date(2025, 3, 31), "merged_into": "06132021"}),
        ("not yet begun", {"start_on": date(2026, 5, 13)}),
    ):
        registers = known(insurer=an_insurer(**changes))
        yield specimen(about, an_archive(right()), ALL_RETURNED, "REF-004", registers=registers)


@specimens_of("VALUE-18")
def ended_provider(_rng: random.Random) -> Iterator[Specimen]:
    for about, changes in (
        ("long ago", {"abolished_on": date(2020, 5, 11)}),
        ("the day before the checkup", {"abolished_on": date(2026, 5, 11)}),
        ("not yet registered", {"registered_on": date(2026, 6, 6)}),
    ):
        registers = known(provider=a_provider(**changes))
        yield specimen(about, an_archive(right()), REFUSED, "REF-001 REF-002", registers=registers)


@specimens_of("VALUE-19")
def expired_card(_rng: random.Random) -> Iterator[Specimen]:
    for until in ("20260511", "20260401", "20260101"):
        card = replace(a_result().cards[0], valid_until=until)
        changed = (a_result(cards=(card,)), a_claim(card_valid_until=until))
        yield specimen(until, an_archive(pairs(changed)), RETURNED, "EL-003")
    registers = known(
        cards=[an_issued_card(valid_until=date(2026, 5, 11)),
               an_issued_card(card_id=f"261{7:08d}", number=f"{7:09d}")]
    )  # fmt: skip
    yield specimen("by the register", an_archive(right()), RETURNED, "EL-003", registers=registers)
