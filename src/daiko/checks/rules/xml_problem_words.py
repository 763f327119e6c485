"""Why an XML file was not read, in words a clerk reads: Japanese, then English.

The gate says what it found as a kind and a detail in English; here each kind gets its
Japanese (those of the ZIP: ``problem_words.py``). The text begins with the kind, by which
findings of one cause are grouped. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.checks.bilingual import both
from daiko.documents.gate import XmlProblem, XmlProblemKind

XML_WORDS: Final = {
    XmlProblemKind.EMPTY: "ファイルが空",
    XmlProblemKind.TOO_LARGE: "ファイルが大きすぎる",
    XmlProblemKind.ENCODING: "文字コードが UTF-8 ではない",
    XmlProblemKind.DOCTYPE: "DOCTYPE（文書型の宣言）がある",
    XmlProblemKind.MALFORMED: "XML の形が崩れている",
    XmlProblemKind.CHARACTER: "XML で使えない文字がある",
    XmlProblemKind.TOO_DEEP: "要素の入れ子が深すぎる",
    XmlProblemKind.TOO_MANY_ATTRIBUTES: "属性が多すぎる",
    XmlProblemKind.TOO_MANY_ELEMENTS: "要素が多すぎる",
}
_ENCODINGS: Final = ("Shift_JIS", "EUC-JP", "UTF-16", "UTF-32", "JIS")


def xml_damage(problem: XmlProblem) -> str:
    """The problem as ``found`` of a finding; an encoding that was recognised is named."""
    words = XML_WORDS[problem.kind]
    if problem.kind is XmlProblemKind.ENCODING:
        named = next((name for name in _ENCODINGS if name in problem.detail), None)
        if "although its bytes are UTF-8" in problem.detail:
            words = "UTF-8 なのに、別の文字コードと宣言している"
        elif named is not None:
            words = f"{words}（{named}）"
    return f"{problem.kind}: {both(words, problem.detail)}"
