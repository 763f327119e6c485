"""The words of ``daiko registry``: reports, changes and history, for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer

from daiko.cli.output import say

if TYPE_CHECKING:
    from daiko.registry.changes import FieldChange, RowChange
    from daiko.registry.history import HistoryRow
    from daiko.registry.problems import BadRow, Note
    from daiko.registry.services import LoadReport

TABLE_JA: Final = {
    "insurers": "保険者",
    "payees": "支払先",
    "providers": "健診・保健指導機関",
    "contracts": "契約",
    "contract_insurers": "契約の保険者",
    "contract_providers": "契約の機関",
    "contract_prices": "契約単価",
    "cards": "受診券・利用券",
    "insured_persons": "被保険者",
    "calendar": "処理月の暦",
    "agency": "代行機関",
    "offices": "本部・支部",
    "entry_agents": "代行入力機関",
    "entry_agent_providers": "代行入力の届出",
    "receiver_severities": "受付先の厳しさ",
}
KIND_JA: Final = {"added": "追加", "changed": "変更", "ended": "終了", "began": "履歴の開始"}
_SHOWN_MAX: Final = 40
_ROWS_TOLD: Final = 100
"""Bad rows, and notes, told on the screen."""


def report_value(report: LoadReport, *, preview: bool = False) -> dict[str, Any]:
    """A load or its preview for programs."""
    return {
        "loaded": report.loaded and not preview,
        "tables": {
            row.table: {
                "rows": row.rows,
                "added": row.added,
                "changed": row.changed,
                "ended": row.ended,
                "unchanged": row.unchanged,
            }
            for row in report.tables
        },
        "waiting": list(report.waiting),
        "proposal": report.proposal,
        "changes": [_change_value(change) for change in report.changes],
        "bad_row_count": report.bad_count,
        "bad_rows": bad_rows_value(report.bad_rows),
        "note_count": report.note_count,
        "notes": [
            {**_place(note), "message": {"ja": note.message.ja, "en": note.message.en}}
            for note in report.notes
        ],
    }


def _change_value(change: RowChange) -> dict[str, Any]:
    return {
        "table": change.table,
        "row": change.row,
        "kind": change.kind,
        "key": list(change.key),
        "fields": _fields_value(change.fields),
    }


def _fields_value(fields: Iterable[FieldChange]) -> dict[str, dict[str, str]]:
    return {field.column: {"old": field.old, "new": field.new} for field in fields}


def bad_rows_value(rows: Iterable[BadRow]) -> list[dict[str, Any]]:
    """Bad rows for programs, without anything of the fields of registers that name people."""
    return [
        {
            **_place(row),
            "expected": {"ja": row.expected.ja, "en": row.expected.en},
            "remedy": {"ja": row.remedy.ja, "en": row.remedy.en},
        }
        for row in rows
    ]


def tell_proposal(report: LoadReport) -> None:
    """What an approval does or would do, row by row."""
    if report.bad_rows:
        say("今の台帳とは合いません。承認できません。 It no longer fits the registry.")
        tell_bad_rows(report.bad_rows, report.bad_count)
    _tell_tables(report, with_changes=True)


def tell_report(report: LoadReport, *, preview: bool = False) -> None:
    """A load for people: notes, then bad rows, or counts (and in a preview the changes)."""
    _tell_notes(report)
    if not report.loaded:
        say(f"誤りが {report.bad_count:,} 件あり、何も読み込みませんでした。")
        say(f"{report.bad_count:,} bad rows; nothing was loaded.")
        tell_bad_rows(report.bad_rows, report.bad_count)
        return
    say(
        "見るだけです。何も書いていません。 Preview, nothing written."
        if preview
        else "台帳を読み込みました。 Loaded."
    )
    _tell_tables(report, with_changes=preview)
    if report.waiting:
        _tell_waiting(report)
    if preview:
        say("ファイルにない登録済みの行は、そのまま残ります。 Rows not in the files stay.")


def _tell_notes(report: LoadReport) -> None:
    for note in report.notes[:_ROWS_TOLD]:
        say(f"注意 {_where(note)}　{note.message.ja}　{note.message.en}")
    if report.note_count > _ROWS_TOLD:
        more = report.note_count - _ROWS_TOLD
        say(f"注意 ほか {more:,} 件 and {more:,} more notes")


def _tell_tables(report: LoadReport, *, with_changes: bool) -> None:
    shown = Counter(change.table for change in report.changes)
    for table in report.tables:
        waits = "　（承認待ち）" if table.table in report.waiting else ""
        say(
            f"  {TABLE_JA[table.table]} {table.table}: {table.rows:,} 行　追加 {table.added:,}"
            f"　変更 {table.changed:,}　終了 {table.ended:,}　同じ {table.unchanged:,}{waits}"
        )
        if with_changes:
            _tell_changes(
                [change for change in report.changes if change.table == table.table],
                more=table.rows - table.unchanged - shown[table.table],
            )


def _tell_waiting(report: LoadReport) -> None:
    names = "・".join(TABLE_JA[table] for table in report.waiting)
    if report.proposal is None:
        say(f"{names}の変更は、別の人の承認を待つことになります。 Would wait for a second person.")
        return
    say(f"{names}の変更は、提案 {report.proposal} として別の人の承認を待っています（24時間）。")
    say(f"Proposal {report.proposal} waits for another person, for 24 hours:")
    say(f"  daiko registry approve {report.proposal} --by NAME")


_STEP_JA: Final = {"read": "読み取り", "compared": "照合", "taken over": "反映"}
_LONG: Final = 50_000  # rows from which on a table is worth a line of progress


def tell_progress(table: str, step: str, rows: int) -> None:
    """A line on standard error for each step of a long table; short ones are quick anyway."""
    if rows >= _LONG:
        typer.echo(f"  {TABLE_JA[table]} {table}: {_STEP_JA[step]} {rows:,} 行", err=True)


def _tell_changes(changes: Iterable[RowChange], *, more: int) -> None:
    for change in changes:
        place = f"{change.row} 行目" if change.row else "一覧になし"
        say(f"    {KIND_JA[change.kind]} {place} {' '.join(change.key)}")
        if change.kind != "added":
            for field in change.fields:
                say(f"        {field.column}: {field.old or '（空）'} → {field.new or '（空）'}")
    if more > 0:
        say(f"    ほか {more:,} 行 and {more:,} more")


def tell_bad_rows(rows: Sequence[BadRow], count: int) -> None:
    """The first of ``count`` bad rows for people: where, what was expected, what to do."""
    for row in rows[:_ROWS_TOLD]:
        say(f"- {_where(row)}")
        say(f"    正: {row.expected.ja}　対処: {row.remedy.ja}")
        say(f"    expected: {row.expected.en}　remedy: {row.remedy.en}")
    if count > _ROWS_TOLD:
        say(f"ほか {count - _ROWS_TOLD:,} 件 and {count - _ROWS_TOLD:,} more bad rows")


def history_value(row: HistoryRow) -> dict[str, Any]:
    """One change for programs."""
    return {
        "table": row.table,
        "key": list(row.key),
        "action": row.action,
        "changed_by": row.changed_by,
        "changed_at": row.changed_at.isoformat(),
        "fields": _fields_value(row.fields),
    }


def tell_history(rows: Iterable[HistoryRow]) -> None:
    """Changes for people, the oldest first."""
    from daiko.platform.clock import TOKYO

    empty = True
    for row in rows:
        empty = False
        when = row.changed_at.astimezone(TOKYO)
        say(f"{when:%Y-%m-%d %H:%M}　{row.changed_by}　{KIND_JA[row.action]}　{' '.join(row.key)}")
        for field in row.fields:
            say(f"    {field.column}: {field.old or '（空）'} → {field.new or '（空）'}")
    if empty:
        say("この行の記録はありません。 No such row, or nothing recorded of it.")


def _place(row: BadRow | Note) -> dict[str, Any]:
    """Where it stands. Row 1 is the header, 0 the whole file."""
    return {"file": row.file, "row": row.row, "column": row.column, "found": _found(row)}


def _found(row: BadRow | Note) -> str | None:
    """The value as it stands, cut; never one of the registers that name people."""
    from daiko.registry.problems import names_persons

    if names_persons(row.file):
        return None
    return row.found if len(row.found) <= _SHOWN_MAX else row.found[: _SHOWN_MAX - 1] + "…"


def _where(row: BadRow | Note) -> str:
    line = f" {row.row} 行" if row.row else ""
    column = f" {row.column}" if row.column else ""
    found = _found(row)
    value = "" if found is None else f"　記録値: {found or '（空）'}"
    return f"{row.file}{line}{column}{value}"
