"""Object identifiers and namespaces of the exchange standard.

Source: standards/archive-and-xml.md 10.1 (OIDs), 2 and 9 (namespaces). Pure.
"""

from __future__ import annotations

from typing import Final

NAMESPACE: Final = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000161103.html"
NAMESPACE_OLD: Final = "http://tokuteikenshin.jp/checkup/2007"  # phases 1 to 3
CDA_NAMESPACE: Final = "urn:hl7-org:v3"
XSI_NAMESPACE: Final = "http://www.w3.org/2001/XMLSchema-instance"

ROOT: Final = "1.2.392.200119.6"

INSURER: Final = f"{ROOT}.101"
PROVIDER: Final = f"{ROOT}.102"
AGENCY: Final = f"{ROOT}.103"
STATE_OR_FUND: Final = f"{ROOT}.104"
LOCAL_GOVERNMENT: Final = f"{ROOT}.105"
SYMBOL: Final = f"{ROOT}.204"
NUMBER: Final = f"{ROOT}.205"
COVERAGE_TYPE: Final = f"{ROOT}.206"
CARD_FACE: Final = f"{ROOT}.208"
CHECKUP_CARD: Final = f"{ROOT}.209"  # in CDA followed by .1 + 8 digit insurer number
GUIDANCE_CARD: Final = f"{ROOT}.210"
BRANCH_CODE: Final = f"{ROOT}.211"
PRIVATE_ID: Final = f"{ROOT}.299"
REPORT: Final = f"{ROOT}.1001"
PROGRAM: Final = f"{ROOT}.1002"
ITEM: Final = f"{ROOT}.1005"
GUIDANCE_ITEM: Final = f"{ROOT}.1006"
METHOD: Final = f"{ROOT}.1007"
METABOLIC_CLASS: Final = f"{ROOT}.1008"
SECTION: Final = f"{ROOT}.1010"
INTERACTION_TYPE: Final = f"{ROOT}.1101"
SERVICE_EVENT_TYPE: Final = f"{ROOT}.1103"
SEX: Final = f"{ROOT}.1104"
COPAYMENT_KIND: Final = f"{ROOT}.1106"
CLAIM_TYPE: Final = f"{ROOT}.1107"
DETAIL_ITEM: Final = f"{ROOT}.1108"
RETURN_REASON: Final = f"{ROOT}.1109"
REVERSAL_REASON: Final = f"{ROOT}.1110"
GUIDANCE_TIMING: Final = f"{ROOT}.1111"
GUIDANCE_LEVEL: Final = f"{ROOT}.1112"
SUPPORT_FORM_PHASE_3: Final = f"{ROOT}.1113"
GUIDANCE_LEVEL_OF_CHECKUP: Final = f"{ROOT}.3001"
BEHAVIOUR_STAGE: Final = f"{ROOT}.3002"
INTERIM_FORM_PHASE_3: Final = f"{ROOT}.3004"
FINAL_FORM_PHASE_3: Final = f"{ROOT}.3005"
IMPROVEMENT_PHASE_3: Final = f"{ROOT}.3010"
SMOKING_PHASE_3: Final = f"{ROOT}.3011"
GUIDANCE_PERFORMER: Final = f"{ROOT}.3020"
INTERVIEW_FORM_PHASE_3: Final = f"{ROOT}.18140"
SUPPORT_FORM: Final = f"{ROOT}.24010"  # phase 4, every act
EARLY_INTERVIEW: Final = f"{ROOT}.24070"
WAIST_WEIGHT_OUTCOME: Final = f"{ROOT}.24090"
HABIT_OUTCOME: Final = f"{ROOT}.24100"
WAIST_WEIGHT_PLAN: Final = f"{ROOT}.24110"
HABIT_PLAN: Final = f"{ROOT}.24120"
SMOKING_OUTCOME: Final = f"{ROOT}.24130"

CONFIDENTIALITY: Final = "2.16.840.1.113883.5.25"
LIMIT_MARKER: Final = "2.16.840.1.113883.5.83"  # H / L before a value beyond the range
CDA_TYPE_ROOT: Final = "2.16.840.1.113883.1.3"
CDA_TYPE_EXTENSION: Final = "POCD_HD000040"


def checkup_card_root(insurer_number: str) -> str:
    """OID of a checkup card number inside a CDA document, for one insurer.

    >>> checkup_card_root("06990014")
    '1.2.392.200119.6.209.106990014'
    """
    return f"{CHECKUP_CARD}.1{insurer_number}"


def guidance_card_root(insurer_number: str) -> str:
    """OID of a guidance card number inside a CDA document, for one insurer.

    >>> guidance_card_root("06990014")
    '1.2.392.200119.6.210.106990014'
    """
    return f"{GUIDANCE_CARD}.1{insurer_number}"
