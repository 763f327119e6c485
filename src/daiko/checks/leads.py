"""Which finding leads which: the table of rules that speak of the same fault.

Source: standards/administrative-checks.md 1; rulings.md 35. A lead never hides anything:
``checks/causes.py`` shows the followers below the finding that leads them. What leads is
what a clerk mends first: form before registers, a part before its sum, the comparison
inside a pair before the register of one side. Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Same(StrEnum):
    """What two findings must share for one to follow the other."""

    NOTHING = "nothing"
    PLACE = "place"  # the same element
    PART = "part"  # the same part of the claim: basic, detail, other or dock
    FOUND = "found"  # the same value: it was typed once, in the master data
    ITEM = "item"  # the same item of the result
    VALUE = "value"  # the same value, which the schema complains of in the follower
    SINGLE = "single"  # the leader is about a single support
    EDITION = "edition"  # the leader says that a form is of a table of the other phase
    GAP = "gap"  # the leader says of this place that an element is missing: this one


@dataclass(frozen=True, slots=True)
class Lead:
    """Each of ``followers`` goes under any of ``leaders`` in the same pair or archive."""

    leaders: frozenset[str]
    followers: frozenset[str]
    same: Same = Same.NOTHING


def _lead(leaders: str, followers: str, same: Same = Same.NOTHING) -> Lead:
    return Lead(frozenset(leaders.split()), frozenset(followers.split()), same)


_SCHEMA: Final = "X-XML-008 X-XML-009 X-XML-010 X-XML-011 X-XML-012 X-XML-013"
SCHEMA_RULES: Final = frozenset(_SCHEMA.split())
_SUMS: Final = "X-SU-003 X-SU-004 X-SU-005 X-SU-006"
_PAYMENTS: Final = "X-CC-029 X-CC-030 X-CC-031"
_CLASSES: Final = "X-CC-014 X-CC-015 X-CC-016 X-CC-017"
_TERMS: Final = "X-CC-018 X-CC-019 X-CC-020 X-CC-021"
_PRICES: Final = "X-CC-024 X-CC-025 X-CC-026"
_CONTRACT: Final = (
    "X-CT-001 X-CT-002 X-CT-003 X-CT-004 X-CT-005 X-CT-006 X-CT-007 X-CT-008 X-CT-010"
)
_SECTIONS: Final = "X-HG-013 X-HG-016 X-HG-037 X-HG-040"
_OF_ITEMS: Final = " ".join(
    [f"X-HI-{number:03}" for number in range(1, 51)]
    + [f"X-HR-{number:03}" for number in range(1, 14)]
)

LEADS: Final[tuple[Lead, ...]] = (
    # ruling 35: the first three give the verdict, the others name the step that went wrong
    _lead(
        "X-CC-029 X-CC-030 X-CC-031",
        "X-CC-032 X-CC-033 X-CC-034 X-CC-035 X-CC-036 X-CC-037",
        Same.PART,
    ),
    # receiver and sender in name, in index, in register
    _lead("X-ARC-024", "X-IX-006 X-IX-007 X-REF-010"),
    _lead("X-IX-005 X-IX-006", "X-IX-007 X-REF-010"),
    _lead("X-IX-007", "X-REF-010"),
    _lead("X-IX-003", "X-IX-004 X-REF-001"),
    # a renamed ZIP no longer fits its root folder
    _lead("X-ARC-003", "X-ARC-007 X-ARC-018"),
    # service class of name, index, summary and claims
    _lead("X-IX-008", "X-SU-001 X-XF-014"),
    # a file that is missing changes the counts, a wrong count goes with wrong sums
    _lead("X-ARC-019", f"X-IX-009 X-SU-002 {_SUMS}"),
    _lead("X-IX-009", f"X-SU-002 {_SUMS}"),
    _lead("X-SU-002", _SUMS),
    _lead(_SUMS, "X-SU-007"),
    # which two kinds of checkup met in one year
    _lead("X-DU-002 X-DU-003", "X-DU-008"),
    # form of a document before what its fields say, at the same place
    _lead(f"{_SCHEMA} X-XML-014", "*", Same.PLACE),
    _lead(_SCHEMA, "*", Same.GAP),
    _lead("X-XML-008", "X-IX-010"),
    _lead("X-XML-009", "X-SU-008"),
    # one wrong value that stands in the result and in the claim
    _lead("X-HC-007", "X-CC-003", Same.FOUND),
    _lead("X-HC-008", "X-CC-004", Same.FOUND),
    _lead("X-HC-009", "X-CC-005", Same.FOUND),
    _lead("X-HC-010", "X-CC-006", Same.FOUND),
    _lead("X-HC-011 X-HC-012", "X-CC-008", Same.FOUND),
    _lead("X-HC-013", "X-CC-007", Same.FOUND),
    _lead("X-HC-014", "X-CC-010", Same.FOUND),
    _lead("X-HC-015", "X-CC-009", Same.FOUND),
    _lead("X-HC-016", "X-HC-026 X-CC-002", Same.FOUND),
    _lead("X-HC-026", "X-CC-002", Same.FOUND),
    _lead("X-HC-021", "X-CC-011", Same.FOUND),
    _lead("X-HC-022", "X-CC-013", Same.FOUND),
    # form before registers and before the comparison with the partner
    _lead("X-HC-026 X-CC-002", "X-REF-002 X-REF-003 X-REF-006 X-XF-009 X-CT-001"),
    _lead("X-HC-007 X-CC-003", "X-REF-004 X-REF-005 X-XF-001 X-HC-020 X-HC-023 X-CT-001"),
    _lead("X-HC-008 X-CC-004", "X-XF-002"),
    _lead("X-HC-009 X-CC-005", "X-XF-003"),
    _lead("X-HC-010 X-CC-006", "X-XF-004"),
    _lead("X-HC-013 X-CC-007", "X-XF-005"),
    _lead("X-HC-014 X-CC-010", "X-XF-006"),
    _lead("X-HC-015 X-CC-009", "X-XF-007"),
    _lead("X-HC-011 X-HC-012 X-CC-008", "X-XF-008"),
    _lead("X-HC-021 X-CC-011", "X-CC-012 X-XF-010 X-EL-001"),
    # a symbol or number nobody has: both registers say so
    _lead("X-EL-012 X-EL-007 X-EL-008", "X-EL-002", Same.PLACE),
    _lead("X-HC-022 X-CC-013", "X-XF-011"),
    _lead("X-HC-015 X-CC-009", "X-EL-009 X-EL-010"),
    _lead("X-CC-004 X-CC-005 X-CC-007 X-CC-009 X-CC-010 X-GC-005", "X-EL-002", Same.PLACE),
    _lead("X-GC-005", "X-EL-007 X-EL-008 X-EL-012"),
    # a card that is missing in the result is not the card of the claim
    _lead("X-HC-019 X-HG-003", "X-XF-010 X-XF-011"),
    # two files that differ: a register can be right about one of them only
    _lead(
        "X-XF-002 X-XF-003 X-XF-004 X-XF-005 X-XF-006 X-XF-007",
        "X-EL-002 X-EL-007 X-EL-008 X-EL-012",
        Same.PLACE,
    ),
    _lead(
        "X-XF-001",
        "X-REF-004 X-REF-005 X-EL-001 X-EL-002 X-EL-007 X-EL-008 X-EL-012 X-CT-009 " + _CONTRACT,
    ),
    _lead("X-XF-009", "X-REF-002 X-REF-003 X-REF-006 " + _CONTRACT),
    _lead("X-XF-010", "X-CC-012 X-PE-003 X-EL-001 X-EL-002 X-EL-006 X-CT-009 X-DU-001 X-DU-002"),
    # a number that cannot be a card's is in no register
    _lead("X-CC-012 X-HG-007 X-PE-003", "X-EL-001"),
    # parts of a claim before what is computed from them
    _lead(_PRICES, f"{_CLASSES} X-CC-027 X-CC-028 {_PAYMENTS}", Same.PART),
    _lead(f"{_CLASSES} {_TERMS}", f"{_PAYMENTS} X-CT-009", Same.PART),
    _lead("X-CT-009", _PAYMENTS, Same.PART),
    _lead("X-CC-039", f"{_PAYMENTS} X-CC-041 X-CC-048"),
    _lead(_PAYMENTS, "X-CC-038"),
    _lead("X-CC-028 X-CC-038", "X-CC-041 X-CC-048"),
    _lead("X-CC-041", "X-CC-048"),
    # a date out of range fits nothing else
    _lead("X-HC-025 X-PE-001 X-PE-007", "X-HC-004 X-CT-010 X-EL-003 X-PE-003"),
    _lead("X-HC-004", "X-HI-050"),
    # form of an item's value before what the value says
    _lead("X-HC-029 X-HC-030 X-HC-031 X-HC-032 X-HC-034 X-HC-035 X-HC-036", _OF_ITEMS, Same.ITEM),
    _lead("X-HC-031", "X-HC-032", Same.ITEM),
    # one time since the meal against two values
    _lead("X-HI-049", "X-HI-015 X-HI-016 X-HI-023 X-HI-024"),
    _lead("X-HI-015", "X-HI-023", Same.PLACE),
    _lead("X-HI-016", "X-HI-024", Same.PLACE),
    # readings that are missing have no pair, values that are missing no judgement
    _lead("X-HI-009 X-HI-010", "X-HI-011 X-HI-012"),
    _lead(
        "X-HI-003 X-HI-005 X-HI-009 X-HI-010 X-HI-013 X-HI-014 X-HI-015 X-HI-016 X-HI-017"
        " X-HI-022 X-HI-023 X-HI-024 X-HI-033 X-HI-034 X-HI-049",
        "X-HI-029 X-HI-030",
    ),
    # the same of guidance
    _lead("X-HG-002 X-HG-004 X-HG-005 X-HG-006 X-HG-008 X-XML-013", "X-XML-011", Same.VALUE),
    _lead("X-HG-003", "X-HG-004 X-HG-005 X-HG-006 X-HG-007 X-HG-046 X-GC-007 X-XF-010 X-XF-011"),
    _lead("X-HG-045", f"X-HG-011 X-HG-015 X-HG-021 X-HG-025 X-HG-043 {_SECTIONS}", Same.EDITION),
    # a day that is wrong itself fits nothing else
    _lead("X-HG-045", "X-HG-008 X-HG-037", Same.FOUND),
    _lead("X-HG-022 X-PE-002", "X-HG-008 X-HG-019 X-HG-023 X-HG-024 X-CT-008 X-CT-010 X-GC-019"),
    # plan and totals: parts before what is made of them
    _lead("X-HG-041", "X-HG-011 X-HG-013 X-HG-037"),
    _lead("X-HG-031 X-HG-032 X-HG-033", "X-HG-052"),
    _lead("X-HG-021", "X-HG-039", Same.SINGLE),
    # terms before the payment that is computed from them
    _lead("X-GC-009 X-GC-010 X-CT-009", "X-GC-019"),
    _lead("X-GC-009 X-GC-010", "X-CT-009"),
    _lead("X-XF-012", f"X-HG-008 X-HG-009 X-HG-011 X-HG-012 X-HG-014 X-HG-015 {_SECTIONS}"),
    _lead("X-XF-012", "X-CT-008 X-GC-013 X-GC-014 X-GC-022 X-GC-023"),
    _lead("X-XF-012 X-XF-013 X-GC-027 X-HG-007", f"{_SECTIONS} X-GC-012"),
    _lead("X-XF-013 X-GC-027", "X-HG-007 X-CT-008"),
    _lead("X-HG-007", "X-CT-008 X-HG-053"),
    _lead("X-XF-011", "X-EL-005"),
    # a number that is no card's has no first claim
    _lead("X-XF-010 X-EL-001 X-GC-006", "X-DU-006"),
    _lead("X-GC-013 X-GC-014", "X-GC-025 X-GC-026", Same.PLACE),
    _lead("X-GC-013 X-GC-014 X-GC-025 X-GC-026", "X-GC-015 X-GC-017"),
    _lead("X-HG-002", "X-GC-005", Same.FOUND),
    _lead("X-HG-004", "X-GC-006", Same.FOUND),
    _lead("X-HG-005", "X-GC-007", Same.FOUND),
    _lead("X-HG-006", "X-GC-008", Same.FOUND),
    _lead("X-HG-010", "X-GC-002", Same.FOUND),
    _lead(
        "X-GC-005",
        "X-REF-002 X-REF-003 X-REF-004 X-REF-005 X-REF-006 X-XF-001 X-XF-002 X-XF-003 X-XF-004"
        " X-XF-005 X-XF-006 X-XF-007 X-XF-008 X-XF-009",
        Same.PLACE,
    ),
    _lead("X-HG-006 X-GC-008", "X-XF-011"),
    # an organisation nobody knows has no contract
    _lead("X-REF-002 X-REF-004", "X-CT-001"),
    _lead("X-REF-002", "X-REF-006", Same.PLACE),
    _lead("X-REF-004", "X-REF-005", Same.PLACE),
    _lead("X-REF-008", "X-CT-006"),
)

_ALIKE: Final = (
    "X-HG-021 X-HG-022 X-HG-025 X-HG-039 X-HG-041 X-HG-042 X-HG-043 X-HG-044 X-HG-045 X-HG-046"
)
TOGETHER: Final = frozenset(f"X-EL-002 X-ARC-013 {_ALIKE}".split())
"""Rules whose findings of one pair, or of one archive, are one thing to mend: a card of
somebody else differs in every field, a schema folder lacks every file; one day of a
guidance is wrong against several, and a program writes every act, section or item alike."""
