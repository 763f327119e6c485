"""Told examples about one checkup against registers, history and the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from building import (
    CARD,
    INSURER,
    PROVIDER,
    ZIP_NAME,
    a_card,
    a_claim,
    a_pair,
    a_result,
    an_archive,
    an_index,
    pair_name,
    profile_with,
)
from daiko.checks.in_memory import MemoryHistory, MemoryRegisters
from daiko.checks.registers import ContractEntry, PriceEntry, ReturnedClaim
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.standard import oids
from judging import (
    a_contract,
    a_coverage,
    a_provider,
    an_issued_card,
    some_registers,
)
from planting import a_dock_claim
from told.cases import Told, checkup, checkups, found_in, told

OTHER_CARD: Final = "26100000025"
DECEMBER: Final = datetime(2026, 12, 5, 3, 0, tzinfo=UTC)


def known() -> list[str]:
    return checkup()


def with_registers(**changes: Any) -> list[str]:
    return checkup(registers=some_registers(**changes))


def with_card(**changes: Any) -> list[str]:
    """The card as its insurer registered it differs."""
    return with_registers(cards=[an_issued_card(**changes)])


def sent_by(number: str) -> list[str]:
    """Only ``PROVIDER`` is registered."""
    index = an_index(sender=Identifier(oids.PROVIDER, number))
    archive = an_archive(name=ZIP_NAME.replace(PROVIDER, number), index=index)
    return found_in(archive, registers=some_registers())


def received_by(number: str) -> list[str]:
    """An agency that receives under this number."""
    index = an_index(receiver=Identifier(oids.AGENCY, number))
    archive = an_archive(name=ZIP_NAME.replace("94899010", number), index=index)
    return found_in(archive, profile=profile_with(agency_number=number))


def on_the_card(number: str) -> list[str]:
    """Result and claim name this card."""
    card = a_card(card_id=Identifier(oids.checkup_card_root(INSURER), number))
    claim = a_claim(card_id=Identifier(oids.CHECKUP_CARD, number))
    return checkup(a_result(cards=(card,)), claim)


def valid_until(day: str) -> list[str]:
    return checkup(a_result(cards=(a_card(valid_until=day),)), a_claim(card_valid_until=day))


def born(day: str, insurer: str = INSURER) -> list[str]:
    """A person of this birth date and insurer, without registers."""
    number = Identifier(oids.INSURER, insurer)
    root = oids.checkup_card_root(insurer)
    card = a_card(card_id=Identifier(root, CARD), issuing_insurer=number)
    ids = tuple(number if i.root == oids.INSURER else i for i in a_result().person_ids)
    result = a_result(person_ids=ids, cards=(card,), birth_date=day)
    return checkup(result, a_claim(insurer=number, birth_date=day), registers=None)


def with_symbol(symbol: str) -> list[str]:
    """Result and claim name this symbol of insurance."""
    new = Identifier(oids.SYMBOL, symbol)
    ids = tuple(new if i.root == oids.SYMBOL else i for i in a_result().person_ids)
    return checkup(a_result(person_ids=ids), a_claim(symbol=new))


def at_terms(amount: str) -> list[str]:
    """The card says 1,000 yen, the claim this."""
    own = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=1000)
    claim = a_claim(
        basic_terms=DeclaredTerms("2", amount=amount),
        basic_payment=amount,
        payment_total=str(int(amount)),
        claim_amount=str(7680 - int(amount)),
    )
    return checkup(claim=claim, registers=some_registers(cards=[an_issued_card(basic=own)]))


def jointly(yen: int) -> list[str]:
    """1,000 yen are agreed for joint execution, the claim says this."""
    claim = a_claim(other_program=str(yen), claim_amount=str(7680 - yen))
    registers = some_registers(contracts=[a_contract(joint_program_yen=1000)])
    return checkup(claim=claim, registers=registers)


def performed(day: str, received_at: datetime | None = None) -> list[str]:
    result = a_result(performed_on=day, created_on=day, author_time=day)
    more = {} if received_at is None else {"received_at": received_at}
    return checkup(result, **more)


def cheaper() -> ContractEntry:
    """A second contract over the same service, of another organiser."""
    prices = (PriceEntry("1", "basic", "", 7000),)
    return a_contract(contract_id="K2", form="B", organiser_name="医師会", prices=prices)


def after(card: str = CARD, **changes: Any) -> MemoryHistory:
    """The person of ``a_claim`` was accepted before, with this card."""
    history = MemoryHistory()
    kind = changes.pop("claim_type", "1")
    key = replace(a_pair().key, card_id=card, **changes)
    history.add_claim("R1", key, result_sha256="1" * 64, claim_sha256="2" * 64, claim_type=kind)
    return history


def in_november(history: MemoryHistory) -> list[str]:
    """The checkup of 10 November, with another card than in May."""
    card = a_card(card_id=Identifier(oids.checkup_card_root(INSURER), OTHER_CARD))
    made = {"created_on": "20261120", "author_time": "20261120"}
    result = a_result(performed_on="20261110", cards=(card,), **made)
    claim = a_claim(card_id=Identifier(oids.CHECKUP_CARD, OTHER_CARD))
    registers = some_registers(cards=[an_issued_card(card_id=OTHER_CARD)])
    return checkup(result, claim, registers=registers, history=history, received_at=DECEMBER)


def as_a_dock(history: MemoryHistory) -> list[str]:
    """The checkup as a dock, under a contract over docks."""
    claim = replace(a_dock_claim(), has_dock_terms=True, dock_terms=DeclaredTerms("1"))
    contract = a_contract(services=frozenset({"dock"}))
    return checkup(claim=claim, registers=some_registers(contracts=[contract]), history=history)


def returned_as(name: str) -> MemoryHistory:
    """The claim came back before, under this name."""
    history = MemoryHistory()
    claim = ReturnedClaim("R1", PROVIDER, name, "1" * 64, "2" * 64)
    history.add_returned(a_pair().key, claim)
    return history


def no_contract() -> MemoryRegisters:
    return some_registers(contracts=[])


REGISTERS: Final[dict[str, Told]] = {
    "X-REF-001": told(
        lambda: sent_by("1319900021"),
        lambda: sent_by(PROVIDER),
        says="1319900021",
        instead_of=PROVIDER,
    ),
    "X-REF-003": told(
        lambda: with_registers(provider=a_provider(services=frozenset({"guidance"}))),
        known,
        says="保健指導だけ",
        instead_of="特定健診を届け出た",
    ),
    "X-REF-010": told(
        lambda: received_by("12345678"),
        lambda: received_by("94899010"),
        says="12345678",
        instead_of="94899010",
    ),
    "X-CT-001": told(lambda: checkup(registers=no_contract()), known, says=("契約のない", INSURER)),
    "X-CT-009": told(
        lambda: at_terms("000500"),
        lambda: at_terms("001000"),
        says=("1,000円", "500円"),
        instead_of="1,000円",
    ),
    "X-CT-010": told(
        lambda: performed("20260330"),
        lambda: performed("20260512"),
        says=("2026年4月1日", "2026年3月30日"),
        instead_of=("2026年4月1日〜2027年3月31日", "2026年5月12日"),
    ),
    "X-CT-011": told(
        lambda: jointly(500),
        lambda: jointly(1000),
        says=("取決め 1,000円", "他健診負担 500円"),
        instead_of="他健診負担 1,000円",
    ),
    "X-CT-012": told(
        lambda: with_registers(contracts=[a_contract(), cheaper()]),
        lambda: with_registers(contracts=[a_contract()]),
        says=("集合契約A", "集合契約B"),
        instead_of="集合契約Aだけ",
    ),
    "X-EL-001": told(
        lambda: on_the_card(OTHER_CARD),
        lambda: on_the_card(CARD),
        says=OTHER_CARD,
        instead_of=CARD,
    ),
    "X-EL-002": told(
        lambda: with_card(name_kana="カンナ"), known, says=("カンナ", "ケンシンタロウ")
    ),
    "X-EL-003": told(
        lambda: valid_until("20260511"),
        lambda: valid_until("20270331"),
        says=("2026年5月11日", "2026年5月12日"),
        instead_of=("2027年3月31日", "2026年5月12日"),
    ),
    "X-EL-004": told(
        lambda: with_card(issued_on=date(2026, 6, 1)),
        lambda: with_card(issued_on=date(2026, 4, 1)),
        says=("2026年6月1日", "2026年5月12日"),
        instead_of=("2026年4月1日", "2026年5月12日"),
    ),
    "X-EL-006": told(
        lambda: with_card(revoked_on=date(2026, 5, 1)), known, says=("2026年5月1日", "5月12日")
    ),
    "X-EL-007": told(
        lambda: with_registers(coverages=[a_coverage(covered_to=date(2026, 5, 1))]),
        known,
        says=("5月1日", "5月12日"),
    ),
    "X-EL-009": told(
        lambda: born("19870401"), lambda: born("19870331"), says="39歳", instead_of="40"
    ),
    "X-EL-010": told(
        lambda: born("19660401", "39131156"),
        lambda: born("19500101", "39131156"),
        says=("39…", "60歳"),
        instead_of=("39…", "75歳以上"),
    ),
    "X-EL-012": told(
        lambda: with_symbol("９９９"),
        lambda: with_symbol("１３１"),
        says=(INSURER, "９９９"),
        instead_of=(INSURER, "１３１"),
    ),
    "X-DU-001": told(
        lambda: checkups([(a_result(), a_claim())] * 2),
        lambda: checkups([(a_result(), a_claim())]),
        says=(CARD, "二つ"),
        instead_of="一つ",
    ),
    "X-DU-002": told(lambda: checkup(history=after()), known, says=CARD),
    "X-DU-003": told(
        lambda: in_november(after()),
        lambda: in_november(MemoryHistory()),
        says=("5月", "11月"),
        instead_of="年度に一回",
    ),
    "X-DU-004": told(lambda: checkup(history=after()), known, says="同じ機関・同じ日"),
    "X-DU-008": told(
        lambda: as_a_dock(after(claim_type="1")),
        lambda: as_a_dock(MemoryHistory()),
        says="人間ドック",
        instead_of="どちらか一方",
    ),
    "X-DU-009": told(
        lambda: checkup(history=returned_as(pair_name())),
        lambda: checkup(history=returned_as(pair_name(7))),
        says="同じファイル名",
        instead_of="新しいファイル名",
    ),
    "X-PE-006": told(
        lambda: performed("20200512"),
        lambda: performed("20260512"),
        says="2020年5月12日",
        instead_of="2026年5月12日",
    ),
    "X-PE-007": told(
        lambda: performed("20310512", datetime(2031, 6, 5, 3, 0, tzinfo=UTC)),
        lambda: performed("20260512"),
        says="2031年5月12日",
        instead_of="2026年5月12日",
    ),
}
