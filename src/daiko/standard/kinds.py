"""Kinds of exchange documents, named as their schemas are.

Source: standards/archive-and-xml.md 1.1. Pure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class DocumentKind(StrEnum):
    """What a document of the exchange is; the value is the schema's short name."""

    IX = "ix08"  # 交換用基本情報, index
    SU = "su08"  # 集計情報, summary
    CC = "cc08"  # 特定健診決済情報, checkup claim
    HC = "hc08"  # 特定健診情報, checkup result
    GC = "gc08"  # 特定保健指導決済情報, guidance claim
    HG = "hg08"  # 特定保健指導情報, guidance result


ROOT_ELEMENTS: Final = {
    DocumentKind.IX: "index",
    DocumentKind.SU: "summary",
    DocumentKind.CC: "checkupClaim",
    DocumentKind.HC: "ClinicalDocument",
    DocumentKind.GC: "healthGuidanceClaim",
    DocumentKind.HG: "ClinicalDocument",
}
"""Local name of the outermost element of each kind."""
