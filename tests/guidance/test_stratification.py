"""The decision tables of the standard, row by row, are the judge of the two codes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from daiko.guidance.stratification import Inputs, guidance_level, metabolic_class

BASELINE = Inputs(
    sex="1",
    age=50,
    waist=Decimal("80.0"),
    bmi=Decimal("22.0"),
    systolic=Decimal(120),
    diastolic=Decimal(75),
    triglycerides=Decimal(100),
    meal="2",
    hdl=Decimal(55),
    fasting_glucose=Decimal(90),
    hba1c=Decimal("5.2"),
    pressure_medication=False,
    glucose_medication=False,
    lipid_medication=False,
    smoking="3",
)
FIELDS = {
    "waist": "waist",
    "SBP": "systolic",
    "DBP": "diastolic",
    "TG": "triglycerides",
    "HDL": "hdl",
    "FPG": "fasting_glucose",
    "HbA1c": "hba1c",
    "casual": "casual_glucose",
    "VFA": "visceral_fat",
    "BMI": "bmi",
    "time": "meal",
    "smoke": "smoking",
    "med1": "pressure_medication",
    "med2": "glucose_medication",
    "med3": "lipid_medication",
    "age": "age",
    "sex": "sex",
    "phase": "phase",
}


def changed(text: str) -> Inputs:
    """The baseline with the changes of a table row, e.g. ``waist=85.0, SBP=130``."""
    changes: dict[str, object] = {}
    for part in re.findall(r"(\w+)=([\w.]+)", text):
        name, value = FIELDS[part[0]], part[1]
        if value == "missing":
            changes[name] = None
        elif name.endswith("medication"):
            changes[name] = value == "1"
        elif name in ("meal", "smoking", "sex"):
            changes[name] = value
        else:
            changes[name] = int(value) if name in ("age", "phase") else Decimal(value)
    return replace(BASELINE, **changes)  # type: ignore[arg-type]  # names are checked by replace


def test_every_worked_example_of_the_standard(shared: Path) -> None:
    """All examples of stratification.md 9 come out with the codes printed there."""
    text = (shared / "standards/catalogue/stratification.md").read_text(encoding="utf-8")
    text = text[text.index("## 9. Worked examples") :]
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| ([1-4]) \| ([1-4]) \|$", text, re.MULTILINE)
    assert len(rows) == 63
    wrong = [
        (number, case, metabolic_class(changed(change)), guidance_level(changed(change)))
        for number, case, change, syndrome, level in rows
        if (metabolic_class(changed(change)), guidance_level(changed(change))) != (syndrome, level)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("risks", "smoker", "expected"),  # pattern 1 young, old; pattern 2 young, old
    [
        (0, False, "3333"),
        (0, True, "3333"),
        (1, False, "2222"),
        (1, True, "1222"),
        (2, False, "1222"),
        (2, True, "1212"),
        (3, False, "1212"),
        (3, True, "1212"),
    ],
)
def test_table_of_all_combinations(risks: int, smoker: bool, expected: str) -> None:
    """Section 4: pattern, number of risks, smoking and age give the printed level."""
    values = (("systolic", 140), ("triglycerides", 200), ("fasting_glucose", 110))[:risks]
    risky = replace(
        BASELINE,
        smoking="1" if smoker else "3",
        **{name: Decimal(value) for name, value in values},  # type: ignore[arg-type]
    )
    by_waist = replace(risky, waist=Decimal(88))
    by_bmi = replace(risky, bmi=Decimal(26))
    levels = [
        guidance_level(replace(case, age=age)) for case in (by_waist, by_bmi) for age in (64, 65)
    ]
    assert "".join(levels) == expected


def test_limits_of_women_are_those_of_women() -> None:
    """89.9 cm is not obese for a woman, 85 cm is for a man."""
    woman = replace(BASELINE, sex="2", waist=Decimal("89.9"), systolic=Decimal(140))
    assert (metabolic_class(woman), metabolic_class(replace(woman, sex="1"))) == ("3", "2")
