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
GUIDANCE_LEVEL_OF_CHECKUP: Final = f"{ROOT}.3001"

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
