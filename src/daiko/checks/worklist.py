"""The clerk's worklist: one line for each finding, as CSV that Excel opens rightly.

Source: standards/journeys (1: copies the worklist as CSV), administrative-checks.md 2
(message, cause and remedy are the three columns people know). UTF-8 with byte order
mark, CRLF. A value that a spreadsheet would take for a formula begins with an apostrophe,
and so does a number that it would cut: leading zeros, more than eleven digits. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from daiko.checks.causes import Cause, causes_of, severity_of
from daiko.checks.findings import Finding
from daiko.checks.masking import View, masked
from daiko.checks.report import Report
from daiko.checks.rulebook import rule_row, words

BYTE_ORDER_MARK: Final = "\ufeff"
HEADINGS: Final = {
    "ja": (
        "組", "ファイル", "場所", "行", "記録値", "正", "原因", "対処", "返戻理由", "規則",
        "内容", "区分", "返戻になる日", "まとまり",
    ),
    "en": (
        "pair", "file", "place", "line", "found", "expected", "cause", "remedy",
        "return reason", "rule", "message", "severity", "becomes an error on", "follows",
    ),
}  # fmt: skip
_SEVERITIES: Final = {
    "reject-archive": "受付不可",
    "reject-document": "返戻",
    "warning": "警告",
    "note": "注意",
}
_DIGITS: Final = 11  # more are shown in powers of ten, from the sixteenth on as zeros
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula; line ends become blanks.

    >>> neutral("=1+1"), neutral("−5"), neutral("7680")
    ("'=1+1", '−5', '7680')
    """
    plain = text.replace("\r\n", " ").replace("\n", " ").replace("\x00", "")
    return f"'{plain}" if plain.startswith(_FORMULA) else plain.replace("\r", " ")


def _kept(text: str) -> str:
    """Also numbers as they are written: a spreadsheet drops zeros and rounds long ones.

    >>> _kept("01271022"), _kept("7680"), _kept("0"), _kept("26100000000")
    ("'01271022", '7680', '0', '26100000000')
    """
    is_cut = (
        text.isascii() and text.isdigit() and (len(text) > _DIGITS or text[:-1].startswith("0"))
    )
    return f"'{text}" if is_cut else neutral(text)


def worklist_rows(
    cases: Iterable[tuple[str, tuple[Cause, ...]]], *, language: str, view: View
) -> Iterator[tuple[str, ...]]:
    """Lines of (pair name, its causes); "" as pair name for the archive itself.

    A finding that follows from another stands after it and names it in the last column.
    """
    for pair, causes in cases:
        for cause in causes:
            yield _row(pair, cause.main, "", language, view)
            for follower in cause.followers:
                yield _row(pair, follower, cause.main.rule, language, view)


def _row(pair: str, finding: Finding, follows: str, language: str, view: View) -> tuple[str, ...]:
    shown, row, text = masked(finding, view), rule_row(finding.rule), words(finding.rule)
    in_japanese = language == "ja"
    severity = str(severity_of(finding))
    values = (
        _kept(pair),
        shown.document,
        shown.at,
        "" if shown.line is None else str(shown.line),
        _kept(shown.found),
        _kept(shown.expected),
        text.cause_ja if in_japanese else text.cause_en,
        text.remedy_ja if in_japanese else text.remedy_en,
        row.return_reason,
        shown.rule,
        text.message_ja if in_japanese else text.message_en,
        _SEVERITIES[severity] if in_japanese else severity,
        "" if finding.becomes_error_on is None else finding.becomes_error_on.isoformat(),
        follows,
    )
    return tuple(value if value.startswith("'") else neutral(value) for value in values)


def cases_of(report: Report) -> Iterator[tuple[str, tuple[Cause, ...]]]:
    """The causes of the archive itself, then those of every pair that has any."""
    yield "", causes_of(report.findings)
    for pair in report.pairs:
        yield pair.name, causes_of(pair.findings)


def worklist_csv(rows: Iterable[tuple[str, ...]], *, language: str = "ja") -> Iterator[bytes]:
    """The file in pieces, heading first; memory holds one line."""
    yield _line(HEADINGS[language], BYTE_ORDER_MARK)
    for row in rows:
        yield _line(row, "")


def _line(values: tuple[str, ...], before: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return (before + out.getvalue()).encode("utf-8", "replace")
