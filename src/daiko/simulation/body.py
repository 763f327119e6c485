"""Measurements and answers of one person: plausible, and consistent with each other.

Values hang together as in a population: pressure rises with age and weight, HDL falls
with triglycerides, waist follows BMI, medication follows the values. They stay inside
the catalogue's input ranges (standards/catalogue/items.csv), but for a rare γ-GT beyond
them. Rounding is half up at the digits of the item's picture (catalogue.md 6.1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from daiko.guidance.stratification import Inputs, guidance_level, metabolic_class

FASTING: Final = "2"
CASUAL: Final = "3"
_ENZYME_LIMIT: Final = 1000
_PHASE_4: Final = 4
_SMOKES_NOT: Final = "2"  # until phase 3, whether somebody did before or not


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found; units are those of the catalogue, answers those of the phase."""

    phase: int
    sex: str
    age: int  # at the end of the fiscal year
    height: Decimal
    weight: Decimal
    bmi: Decimal
    waist: Decimal
    readings: tuple[tuple[int, int], ...]  # systolic, diastolic; one or two
    meal: str  # 2 fasting, 3 casual
    triglycerides: int
    hdl: int
    ldl: int
    ast: int
    alt: int
    ggt: int
    fasting_glucose: int | None
    hba1c: Decimal | None
    urine_sugar: int
    urine_protein: int
    haematocrit: Decimal
    haemoglobin: Decimal
    red_cells: int
    creatinine: Decimal
    egfr: Decimal
    pressure_medication: bool
    glucose_medication: bool
    lipid_medication: bool
    smoking: str

    @property
    def pressure(self) -> tuple[int, int]:
        """The pair to judge by: the mean of two readings, or the one."""
        count = len(self.readings)
        systolic = sum(reading[0] for reading in self.readings)
        diastolic = sum(reading[1] for reading in self.readings)
        return (2 * systolic + count) // (2 * count), (2 * diastolic + count) // (2 * count)

    @property
    def is_slim(self) -> bool:
        """Neither waist nor BMI is a risk, so no other value changes the two judgements."""
        limit = 85 if self.sex == "1" else 90
        return self.waist < limit and self.bmi < 25

    def judgement(self) -> tuple[str, str]:
        """Codes of 9N501 and 9N506."""
        systolic, diastolic = self.pressure
        glucose = self.fasting_glucose
        inputs = Inputs(
            sex=self.sex,
            age=self.age,
            waist=self.waist,
            bmi=self.bmi,
            systolic=Decimal(systolic),
            diastolic=Decimal(diastolic),
            triglycerides=Decimal(self.triglycerides),
            meal=self.meal,
            hdl=Decimal(self.hdl),
            fasting_glucose=None if glucose is None else Decimal(glucose),
            hba1c=self.hba1c,
            pressure_medication=self.pressure_medication,
            glucose_medication=self.glucose_medication,
            lipid_medication=self.lipid_medication,
            smoking=self.smoking,
            phase=self.phase,
        )
        return metabolic_class(inputs), guidance_level(inputs)

    @property
    def high_glucose(self) -> bool:
        """Blood sugar that makes an examination of the fundus due (catalogue.md 5)."""
        if self.fasting_glucose is not None:
            return self.fasting_glucose >= 126
        return self.hba1c is not None and self.hba1c >= Decimal("6.5")

    @property
    def raised_glucose(self) -> bool:
        """Blood sugar that makes creatinine due."""
        if self.fasting_glucose is not None:
            return self.fasting_glucose >= 100
        return self.hba1c is not None and self.hba1c >= Decimal("5.6")


def measure(rng: Random, sex: str, age: int, phase: int) -> Measured:
    """One person's values; the phase decides how answers are written and judged."""
    man = sex == "1"
    height = _tenths(rng.gauss(170.5 if man else 157.5, 5.6) - 0.08 * (age - 40))
    body_mass = _between(rng.gauss(24.0 if man else 22.4, 3.3), 16.5, 41)
    weight = _tenths(body_mass * float(height) ** 2 / 10_000)
    bmi = bmi_of(height, weight)
    excess = float(bmi) - 22
    waist = _between(82 + 2.35 * excess + (0 if man else 0.5) + rng.gauss(0, 3.2), 55, 140)
    readings = _readings(rng, age, excess)
    drinks = rng.random() < (0.45 if man else 0.2)
    blood = _blood(rng, excess, drinks=drinks, man=man)
    sugar, hba1c, meal = _glucose(rng, age, excess)
    red_cells, haemoglobin, haematocrit = _red_blood(rng, man=man)
    creatinine = _hundredths(_between(rng.gauss(0.85 if man else 0.65, 0.12), 0.4, 2.5))
    return Measured(
        phase=phase,
        sex=sex,
        age=age,
        height=height,
        weight=weight,
        bmi=bmi,
        waist=_tenths(waist),
        readings=readings,
        meal=meal,
        **blood,
        fasting_glucose=sugar,
        hba1c=hba1c,
        urine_sugar=3 if (sugar or 0) > 180 else 1,
        urine_protein=rng.choices((1, 2, 3, 4), (90, 7, 2, 1))[0],
        haematocrit=haematocrit,
        haemoglobin=haemoglobin,
        red_cells=red_cells,
        creatinine=creatinine,
        egfr=egfr_of(creatinine, age, man=man),
        pressure_medication=rng.random() < (0.45 if readings[0][0] >= 140 else 0.12),
        glucose_medication=rng.random() < (0.5 if (sugar or 0) >= 126 else 0.02),
        lipid_medication=rng.random() < (0.3 if blood["ldl"] >= 160 else 0.08),
        smoking=_smoking(rng, man=man, phase=phase),
    )


def bmi_of(height: Decimal, weight: Decimal) -> Decimal:
    """Weight over height squared, to one digit half up.

    >>> bmi_of(Decimal("162.3"), Decimal("65.5"))
    Decimal('24.9')
    """
    return (weight * 10_000 / (height * height)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def egfr_of(creatinine: Decimal, age: int, *, man: bool) -> Decimal:
    """Estimated filtration rate by the Japanese formula, mL/min/1.73 m²."""
    rate = 194 * float(creatinine) ** -1.094 * age**-0.287 * (1 if man else 0.739)
    return _tenths(_between(rate, 5, 180))


def _readings(rng: Random, age: int, excess: float) -> tuple[tuple[int, int], ...]:
    systolic = _between(rng.gauss(116 + 0.5 * (age - 40) + 1.2 * excess, 12), 86, 205)
    diastolic = _between(0.42 * systolic + 24 + rng.gauss(0, 6), 48, min(130, systolic - 18))
    first = (round(systolic), round(diastolic))
    if rng.random() < 0.6:
        return (first,)
    return (first, (first[0] - rng.randint(-3, 8), first[1] - rng.randint(-2, 4)))


def _blood(rng: Random, excess: float, *, drinks: bool, man: bool) -> dict[str, int]:
    triglycerides = round(_between(math.exp(rng.gauss(4.55 + 0.045 * excess, 0.42)), 28, 390))
    hdl = rng.gauss(70 - (9 if man else 0) - 1.1 * excess - 0.05 * (triglycerides - 100), 10)
    ggt = math.exp(rng.gauss(3.1 + (0.6 if drinks else 0) + 0.02 * excess, 0.5))
    if drinks and rng.random() < 0.01:
        ggt = rng.uniform(_ENZYME_LIMIT, 1800)  # beyond the input range: written with H
    return {
        "triglycerides": triglycerides,
        "hdl": round(_between(hdl, 24, 118)),
        "ldl": round(_between(rng.gauss(124 + 0.8 * excess, 29), 45, 260)),
        "ast": round(_between(math.exp(rng.gauss(3.1, 0.25)), 9, 180)),
        "alt": round(_between(math.exp(rng.gauss(2.95 + 0.03 * excess, 0.4)), 6, 240)),
        "ggt": round(_between(ggt, 8, 1800)),
    }


def _glucose(rng: Random, age: int, excess: float) -> tuple[int | None, Decimal | None, str]:
    level = _between(rng.gauss(92 + 0.2 * (age - 40) + 0.7 * excess, 8), 70, 150)
    if rng.random() < 0.05:
        level += rng.uniform(20, 90)
    hba1c = _tenths(_between(3.15 + 0.025 * level + rng.gauss(0, 0.15), 4.3, 12))
    if rng.random() < 0.12:
        return None, hba1c, CASUAL
    return round(level), hba1c if rng.random() < 0.6 else None, FASTING


def _smoking(rng: Random, *, man: bool, phase: int) -> str:
    """Code of 9N736: yes, formerly, no; until phase 3 yes and no (stratification.md 7)."""
    answer = rng.choices("123", (28, 20, 52) if man else (9, 8, 83))[0]
    return answer if phase >= _PHASE_4 or answer == "1" else _SMOKES_NOT


def _red_blood(rng: Random, *, man: bool) -> tuple[int, Decimal, Decimal]:
    haemoglobin = _between(rng.gauss(15.0 if man else 13.2, 1.0), 8, 18.5)
    haematocrit = haemoglobin * 2.95 + rng.gauss(0, 0.6)
    return round(haemoglobin * 32), _tenths(haemoglobin), _tenths(haematocrit)


def _between(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _tenths(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")


def _hundredths(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")
