"""Paths and item codes of guidance documents, as the rules name them.

Source: standards/guidance.md 7.1, 7.3, 9.2; catalogue/guidance_items.csv. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.guidance_items import PlacedItem
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.item_names import ItemName, guidance_names
from daiko.documents.guidance_records import GuidanceAct

ROOT: Final = "/ClinicalDocument"
EVENT: Final = f"{ROOT}/documentationOf/serviceEvent"
PERSON: Final = f"{ROOT}/recordTarget/patientRole"
BODY: Final = f"{ROOT}/component/structuredBody/component/section"
CLAIM: Final = "healthGuidanceClaim"
CLAIM_PERSON: Final = f"{CLAIM}/subjectPerson"
CLAIM_CARD: Final = f"{CLAIM}/healthGuidanceCard"
MONEY: Final = f"{CLAIM}/settlement"

LEVEL: Final = "1020000001"
STAGE: Final = "1020000002"
COURSE: Final = "1020000003"
CHECKUP_DATE: Final = "1020000004"
MEDICATIONS: Final = ("1020000005", "1020000006", "1020000007")
INTERVIEW_MINUTES: Final = "1022000013"
EARLY_FLAG: Final = "1022000016"
PERIOD: Final = "1021000020"
GOALS: Final = ("1021001031", "1021001032", "1021001050", "1021001051", "1021001052")
"""Waist, weight, daily energy: total, by exercise, by diet."""
PLAN_FLAGS: Final = (
    "1021001053",
    "1021001054",
    "1021001055",
    "1021001056",
    "1021001057",
    "1021001058",
)
"""Planned: waist and weight, diet, exercise, smoking, rest, other."""
PLANNED_OUTCOME: Final = "1021001059"
OUTCOMES: Final = (
    "1042001044",
    "1042001042",
    "1042001041",
    "1042001043",
    "1042001045",
    "1042001046",
)
"""Judged at the final evaluation, in the order of ``PLAN_FLAGS``."""
INTERIM_OUTCOMES: Final = (
    "1032001044",
    "1032001042",
    "1032001041",
    "1032001043",
    "1032001045",
    "1032001046",
)
OUTCOME_POINTS: Final = "1042001060"
ATTEMPTS: Final = "1042000116"
FINAL_WAIST: Final = "1042001031"
FINAL_WEIGHT: Final = "1042001032"
END_OF_SUPPORT: Final = "1042000022"
PLANNED: Final = "1041"
DONE_TOTALS: Final = "1042"
"""First digits of planned and of done totals in 90070."""
_NAMED_MAX: Final = 3
_ITEM: Final = ItemName("項目", "item")
FORMS: Final = ("1", "2", "3", "4", "5", "6")
EMAIL: Final = "6"


@cache
def count_code(beginning: str, form: str) -> str:
    """Item of the number of contacts of a form, e.g. 1041010050 for telephone planned."""
    return f"{beginning}0100{form}0"


@cache
def count_codes(beginning: str) -> tuple[str, ...]:
    """``count_code`` of all forms, in their order."""
    return tuple(count_code(beginning, form) for form in FORMS)


@cache
def minutes_code(beginning: str, form: str) -> str:
    """Item of the minutes of a form; e-mail (6) has none."""
    return f"{beginning}0200{form}0"


def process_code(beginning: str) -> str:
    return f"{beginning}010070"


def grand_code(beginning: str) -> str:
    return f"{beginning}010080"


def named(phase: int, codes: Iterable[str]) -> str:
    """Items by name and code, in both languages; of many the first, their number and the codes.

    >>> named(4, ["1021001031"])
    '目標腹囲 1021001031 / Target waist 1021001031'
    """
    listed = list(codes)
    known = guidance_names(phase)
    names = [known.get(code, _ITEM) for code in listed]
    if len(listed) <= _NAMED_MAX:
        pairs = list(zip(names, listed, strict=True))
        japanese = "、".join(f"{ja} {code}" for (ja, _), code in pairs)
        return both(japanese, ", ".join(f"{en} {code}" for (_, en), code in pairs))
    (ja, en), number = names[0], len(listed)
    words = both(f"{ja} など{number}項目", f"{en} and others, {number} items")
    return f"{words} ({', '.join(listed)})"


def section_at(section: str) -> str:
    return f"{BODY}[code/@code={section}]"


def item_at(section: str, code: str) -> str:
    """The observation of an item in a section."""
    return f"{section_at(section)}//observation[code/@code={code}]"


def act_at(pair: GuidanceSubject, section: str, act: GuidanceAct) -> str:
    """The entry of an act: entries are counted where a section has several acts."""
    for number, other in enumerate(pair.items.acts(section), 1):
        if other is act:
            return f"{section_at(section)}/entry[{number}]/act"
    return f"{section_at(section)}/entry/act"


def placed_at(pair: GuidanceSubject, item: PlacedItem) -> str:
    """The observation itself, within its act where it has one."""
    code = item.observation.code or ""
    if item.act is None:
        return item_at(item.section, code)
    at = act_at(pair, item.section, item.act)
    return f"{at}/entryRelationship/observation[code/@code={code}]"
