"""Told examples about one checkup: what the result holds and what the claim says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from building import a_claim, a_result, a_section
from daiko.checks.profile import FEDERATION_RECEPTION
from daiko.checks.registers import PriceEntry
from daiko.documents.records import (
    CheckupClaim,
    CheckupResult,
    DeclaredPrice,
    DeclaredTerms,
    Observation,
)
from daiko.standard import oids
from judging import a_contract, items_changed, some_registers
from observing import (
    a_blood_count,
    a_fundus,
    an_ecg,
    coded,
    exam,
    measured,
    subject,
)
from observing import (
    told as said,
)
from told.cases import Told, checkup, told

OID: Final = "1.2.392.200119.6."
ECG: Final = "9A110160700000011"
HIGH: Final = "血圧高値"
HAEMOGLOBIN: Final = measured("2A030000001930101", "14.2", "g/dL")
LDL: Final = measured("3F077000002327101", "88", "mg/dL")
SHEET_OF_THE_ELDERLY: Final = coded("9N932000000000011", "CD", "1", f"{OID}19010")


def pressure(upper: str, lower: str) -> tuple[Observation, Observation]:
    return (
        measured("9A751000000000001", upper, "mm[Hg]"),
        measured("9A761000000000001", lower, "mm[Hg]"),
    )


HIGH_PRESSURE: Final = pressure("142", "92")


def with_items(*items: Observation, without: tuple[str, ...] = ()) -> list[str]:
    return checkup(items_changed(*items, without=without))


def glucose(hours: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Casual glucose of 130 so many hours after the meal."""
    blood = measured("3D010129901926101", "130", "mg/dL")
    meal = coded("9N141000000000011", "CD", hours, f"{OID}2202")
    fat = measured("3F015129902327101", "60", "mg/dL", "3F01510000")
    return with_items(blood, fat, meal, without=("3F015000002327101", *without))


def an_anaemia_test() -> Observation:
    """Three values and a reason."""
    return exam(
        measured("2A040000001930102", "42.1", "%"),
        HAEMOGLOBIN,
        measured("2A020000001930101", "470", "10*4/mm3"),
        why=(said("2A020161001930149", "前年の貧血"),),
    )


def a_kidney_test() -> Observation:
    return exam(
        measured("3C015000002327101", "0.85", "mg/dL"),
        measured("8A065000002391901", "72.4", "ml/min/1.73m2"),
        why=(subject("creatinine", "1"), said("3C015161002399949", HIGH)),
    )


def in_sections(*codes: str) -> list[str]:
    return checkup(a_result(sections=tuple(_section(code) for code in codes)))


def _section(code: str) -> object:
    first = a_result().sections[0]
    return first if code == "01010" else a_section((), code)


def listed(line: str) -> list[str]:
    """The list for reading says this."""
    result = a_result()
    section = replace(result.sections[0], narrative=(line,))
    return checkup(replace(result, sections=(section,)))


def with_added(main: CheckupResult, *added: Observation) -> list[str]:
    return checkup(replace(main, sections=(*main.sections, a_section(added, "01990"))))


def a_detailed_claim(code: str) -> CheckupClaim:
    """A claim over basic and one detailed examination."""
    return a_claim(
        claim_type="2",
        detail_terms=DeclaredTerms("1"),
        detail_prices=(DeclaredPrice("231", code),),
        detail_payment="000000",
        unit_total="7911",
        claim_amount="7911",
    )


def detailed(
    *items: Observation, code: str, at: Sequence[Observation] = HIGH_PRESSURE, **contract: Any
) -> list[str]:
    """Examined at a blood pressure that makes it due unless told, and claimed as detailed."""
    priced = a_contract(prices=(*a_contract().prices, PriceEntry("1", "detail", code, 231)))
    registers = some_registers(contracts=[replace(priced, **contract)])
    result = items_changed(*at, *items)
    return checkup(result, a_detailed_claim(code), registers=registers)


def as_an_addition(*items: Observation) -> list[str]:
    """The electrocardiogram claimed as an added item."""
    claim = a_claim(
        claim_type="3",
        other_prices=(DeclaredPrice("231", ECG, oids.ITEM),),
        other_payment="000000",
        unit_total="7911",
        claim_amount="7911",
    )
    return checkup(items_changed(*items), claim)


def towards_a_federation(other: str | None) -> list[str]:
    claim = a_claim(other_program=other)
    return checkup(claim=claim, profile=FEDERATION_RECEPTION)


def under_a_contract(*services: str) -> list[str]:
    """A claim over basic and detail under a contract over these services."""
    return detailed(an_anaemia_test(), code="1", services=frozenset(services))


CHECKUPS: Final[dict[str, Told]] = {
    "X-HC-027": told(
        lambda: in_sections("01990"),
        lambda: in_sections("01010"),
        says='code="01990"',
        instead_of='code="01010"',
    ),
    "X-HC-028": told(
        lambda: in_sections("01010", "09999"),
        lambda: in_sections("01010", "01990"),
        says='code="09999"',
        instead_of='code="01990"',
    ),
    "X-HI-024": told(
        lambda: glucose("4", without=("3D046000001906202",)),
        lambda: glucose("3"),
        says=("採血時間 4", "130", "HbA1c なし"),
        instead_of=("採血時間 3", "130"),
    ),
    "X-HI-037": told(
        lambda: with_items(exam(HAEMOGLOBIN)),
        lambda: detailed(an_anaemia_test(), code="1"),
        says="ヘモグロビン 14.2 だけ",
        instead_of=("42.1", "14.2", "470", "前年の貧血"),
    ),
    "X-HI-038": told(
        lambda: with_items(exam(coded(ECG, "CD", "1", f"{OID}2002"))),
        lambda: detailed(an_ecg("1", finding="1", text="心房細動", why=HIGH), code="2"),
        says="所見の有無 1",
        instead_of=("所見の有無 1", "心房細動", "対象者 1", HIGH),
    ),
    "X-HI-039": told(
        lambda: with_items(exam(coded("9E100166000000011", "CO", "1", f"{OID}2110"))),
        lambda: detailed(a_fundus("1", HIGH), code="3"),
        says="キースワグナー分類 1 だけ",
        instead_of=("対象者 1", HIGH),
    ),
    "X-HI-040": told(
        lambda: with_items(exam(measured("3C015000002327101", "0.85", "mg/dL"))),
        lambda: detailed(a_kidney_test(), code="4"),
        says="0.85 だけ",
        instead_of=("0.85", "72.4", "対象者 1", HIGH),
    ),
    "X-HI-041": told(
        lambda: detailed(an_ecg("1"), code="2", at=pressure("118", "76")),
        lambda: detailed(an_ecg("1"), code="2", at=pressure("142", "92")),
        says=("118/76", "対象者 1"),
        instead_of=("142/92", "対象者 1"),
    ),
    "X-HI-042": told(
        lambda: with_items(*a_blood_count()),
        lambda: detailed(an_anaemia_test(), code="1"),
        says="区画の直下",
        instead_of='nullFlavor="NA"',
    ),
    "X-HI-045": told(
        lambda: with_items(SHEET_OF_THE_ELDERLY),
        with_items,
        says=("55歳", "9N932"),
        instead_of="55歳",
    ),
    "X-HI-047": told(
        lambda: listed("身長 163.2 cm"),
        lambda: listed("身長 162.3 cm"),
        says=("身長 163.2 cm", "162.3"),
        instead_of="身長 162.3 cm",
    ),
    "X-HI-048": told(
        lambda: with_added(items_changed(without=["3F077000002327101"]), LDL),
        lambda: with_items(LDL),
        says="01990",
        instead_of="01010",
    ),
    "X-CC-040": told(
        lambda: towards_a_federation("500"),
        lambda: towards_a_federation(None),
        says='<paymentByOtherProgram value="500"/>',
    ),
    "X-CC-046": told(
        lambda: detailed(code="1"),
        lambda: detailed(an_anaemia_test(), code="1"),
        says="詳細（1 貧血）",
        instead_of=("詳細（1 貧血）", "三つの値"),
    ),
    "X-CC-047": told(
        lambda: as_an_addition(an_ecg("1")),
        lambda: detailed(an_ecg("1"), code="2"),
        says=("対象者 1", "追加健診"),
        instead_of=("対象者 1", "詳細な健診（2）"),
    ),
    "X-REF-007": told(
        lambda: with_added(a_result(), coded("1A100000000191111", "CO", "9", f"{OID}2102")),
        lambda: with_added(a_result(), coded("1A100000000191111", "CO", "1", f"{OID}2102")),
        says=('code="9"', f"{OID}2102"),
        instead_of=('code="1"', f"{OID}2102"),
    ),
    "X-CT-002": told(
        lambda: under_a_contract("basic"),
        lambda: under_a_contract("basic", "detail"),
        says=("基本だけ", "請求は詳細も"),
    ),
}
