"""Papers as CSV: UTF-8 with BOM, CRLF, no cell that a spreadsheet takes for a formula.

Source: standards/administrative-checks.md 2 (columns); issue 3 (text injections are
neutralised in exports). One row for each message of a returned pair, so that every
row is whole by itself. Row by row: a list of any length needs the memory of one row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from daiko.notices import words
from daiko.notices.papers import Arrival, ErrorLine, Head, Message, ReturnLine

BOM: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
_NO_MESSAGE: Final = Message("", "", "", "", "", "", "")

RECEIPT_COLUMNS: Final = (
    "受付番号",
    "受付日時",
    "処理月",
    "代行機関番号",
    "健診・保健指導機関番号",
    "健診・保健指導機関名",
    "アーカイブ名",
    "SHA-256",
    "状態",
    "受領件数",
    "受領金額",
    "受理件数",
    "受理金額",
    "返戻・受付不可件数",
    "返戻・受付不可金額",
)
ERROR_COLUMNS: Final = (
    "受付番号",
    "番号",
    "単位",
    "ファイル名",
    "場所",
    "規則",
    "エラーコード",
    "区分",
    "エラーの内容",
    "記録値",
    "正",
    "原因",
    "対処",
    "誤りになる日",
    "もとの規則",
)
RETURN_COLUMNS: Final = (
    "受付番号",
    "番号",
    "保険者番号",
    "記号",
    "証の番号",
    "枝番",
    "氏名(カナ)",
    "生年月日",
    "性別",
    "実施日",
    "整理番号",
    "請求区分",
    "請求金額",
    "返戻理由コード",
    "返戻理由",
    "規則",
    "メッセージ",
    "記録値",
    "正",
    "原因",
    "対処",
    "再請求の受付番号",
    "ファイル",
    "エラーコード",
    "もとの規則",
)


def safe(value: str | int | None) -> str:
    """A cell that no spreadsheet calculates: text like a formula begins with an apostrophe.

    >>> safe("=1+1"), safe("－１"), safe(-5), safe(None), safe("ケンシン")
    ("'=1+1", "'－１", '-5', '', 'ケンシン')
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = value.replace("\r\n", " ").replace("\0", "")
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text


def csv_rows(rows: Iterable[Iterable[str | int | None]]) -> Iterator[bytes]:
    """Encoded rows; the first carries the BOM."""
    mark = BOM
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([safe(cell) for cell in row])
        yield (mark + line.getvalue()).encode("utf-8", "replace")
        mark = ""


def receipt_rows(head: Head) -> Iterator[Iterable[str | int | None]]:
    """The receipt as one row."""
    yield RECEIPT_COLUMNS
    yield from (_arrival_row(head, arrival) for arrival in head.arrivals)


def _arrival_row(head: Head, arrival: Arrival) -> Iterable[str | int | None]:
    return (
        arrival.receipt_number,
        words.iso_moment(arrival.received_at),
        arrival.processing_month,
        head.agency.number,
        head.provider.number,
        head.provider.name,
        arrival.archive_name,
        arrival.sha256,
        words.named(words.STATES, arrival.state),
        arrival.received,
        arrival.received_yen,
        arrival.accepted,
        arrival.accepted_yen,
        arrival.refused,
        arrival.refused_yen,
    )


def error_rows(head: Head, lines: Iterable[ErrorLine]) -> Iterator[Iterable[str | int | None]]:
    """受付エラー連絡票: one row for each finding; those of one cause share its number."""
    yield ERROR_COLUMNS
    for line in lines:
        message = line.message
        yield (
            head.arrivals[0].receipt_number,
            line.number,
            "アーカイブ" if line.level == "archive" else "組",
            line.member,
            line.path,
            message.rule,
            message.code,
            words.named(words.SEVERITIES, line.severity),
            message.message,
            message.found,
            message.expected,
            message.cause,
            message.remedy,
            line.error_on.isoformat() if line.error_on else None,
            line.follows,
        )


def return_rows(lines: Iterable[ReturnLine]) -> Iterator[Iterable[str | int | None]]:
    """返戻一覧表: one row for each message of each returned pair, each cause before what
    follows from it (もとの規則 names its rule). Days as YYYY-MM-DD."""
    yield RETURN_COLUMNS
    for line in lines:
        for message in line.messages or (_NO_MESSAGE,):
            yield _return_row(line, message, "")
            for follower in message.followers:
                yield _return_row(line, follower, message.rule)


def _return_row(line: ReturnLine, message: Message, follows: str) -> Iterable[str | int | None]:
    return (
        line.receipt_number,
        line.number,
        line.insurer_number,
        line.symbol,
        line.card_number,
        line.branch_code,
        line.name_kana,
        words.iso_stated(line.birth_date),
        words.named(words.SEXES, line.sex),
        line.performed_on.isoformat() if line.performed_on else None,
        line.card_id,
        line.claim_type,
        line.claim_yen,
        line.reason,
        words.RETURN_REASONS.get(line.reason, ""),
        message.rule,
        message.message,
        message.found,
        message.expected,
        message.cause,
        message.remedy,
        line.corrected_by,
        line.pair_name,
        message.code,
        follows,
    )
