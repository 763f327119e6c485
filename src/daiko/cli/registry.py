"""``daiko registry``: load the registers from CSV files, and count them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from daiko.cli.output import (
    DONE,
    REFUSED,
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    refusals,
    say,
    show,
    stop,
)

if TYPE_CHECKING:
    from daiko.registry.csv_files import BadRow, Note
    from daiko.registry.services import LoadReport

registry = typer.Typer(
    no_args_is_help=True,
    help="台帳：保険者・健診機関・契約・受診券・支払先・暦。 Registers of the agency.",
)
_TABLE_JA: Final = {
    "insurers": "保険者",
    "payees": "支払先",
    "providers": "健診・保健指導機関",
    "contracts": "契約",
    "contract_insurers": "契約の保険者",
    "contract_providers": "契約の機関",
    "contract_prices": "契約単価",
    "cards": "受診券",
    "calendar": "処理月の暦",
    "receiver_severities": "受付先の厳しさ",
}
_PERSONAL: Final = "cards.csv"  # what stands in its fields is not repeated on a screen
_SHOWN_MAX: Final = 40


def add_to(root: typer.Typer) -> None:
    root.add_typer(registry, name="registry")


@registry.command("load")
def load_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, help="台帳 CSV のフォルダ。 CSV folder."
        ),
    ],
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """フォルダの台帳 CSV を読み込みます。一行でも誤りがあれば何も変えません。

    Load every register of a folder, all rows or none. Exit 1 with bad rows.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.registry.services import load

    with refusals(as_json=as_json):
        report = load(folder, by=operator(by), at=moment(at))
    show(_value(report), as_json=as_json, human=lambda _: _tell(report))
    stop(DONE if report.loaded else REFUSED)


@registry.command("show")
def show_command(as_json: JsonOption = False) -> None:
    """各台帳の件数。 Rows of every register."""
    from daiko.platform.boot import boot

    boot()
    from daiko.registry.queries import row_counts

    show(dict(row_counts()), as_json=as_json, human=_tell_counts)


def _value(report: LoadReport) -> dict[str, Any]:
    return {
        "loaded": report.loaded,
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
        "bad_rows": bad_rows_value(report.bad_rows),
        "notes": [
            {**_place(note), "message": {"ja": note.message.ja, "en": note.message.en}}
            for note in report.notes
        ],
    }


def bad_rows_value(rows: Iterable[BadRow]) -> list[dict[str, Any]]:
    """Bad rows for programs, without anything of the card register's fields."""
    return [
        {
            **_place(row),
            "expected": {"ja": row.expected.ja, "en": row.expected.en},
            "remedy": {"ja": row.remedy.ja, "en": row.remedy.en},
        }
        for row in rows
    ]


def tell_bad_rows(rows: Iterable[BadRow]) -> None:
    """Bad rows for people: where, what was expected, what to do."""
    for row in rows:
        say(f"- {_where(row)}")
        say(f"    正: {row.expected.ja}　対処: {row.remedy.ja}")
        say(f"    expected: {row.expected.en}　remedy: {row.remedy.en}")


def _place(row: BadRow | Note) -> dict[str, Any]:
    """Where it stands. Row 1 is the header, 0 the whole file."""
    return {"file": row.file, "row": row.row, "column": row.column, "found": _found(row)}


def _found(row: BadRow | Note) -> str | None:
    """The value as it stands, cut; never one of the card register, which names people."""
    if row.file.lower() == _PERSONAL:
        return None
    return row.found if len(row.found) <= _SHOWN_MAX else row.found[: _SHOWN_MAX - 1] + "…"


def _tell(report: LoadReport) -> None:
    for note in report.notes:
        say(f"注意 {_where(note)}　{note.message.ja}　{note.message.en}")
    if not report.loaded:
        say(f"誤りが {len(report.bad_rows):,} 件あり、何も読み込みませんでした。")
        say(f"{len(report.bad_rows):,} bad rows; nothing was loaded.")
        tell_bad_rows(report.bad_rows)
        return
    say("台帳を読み込みました。 Loaded.")
    for table in report.tables:
        say(
            f"  {_TABLE_JA[table.table]} {table.table}: {table.rows:,} 行　追加 {table.added:,}"
            f"　変更 {table.changed:,}　終了 {table.ended:,}　同じ {table.unchanged:,}"
        )


def _where(row: BadRow | Note) -> str:
    line = f" {row.row} 行" if row.row else ""
    column = f" {row.column}" if row.column else ""
    found = _found(row)
    value = "" if found is None else f"　記録値: {found or '（空）'}"
    return f"{row.file}{line}{column}{value}"


def _tell_counts(counts: dict[str, int]) -> None:
    for table, rows in counts.items():
        say(f"  {_TABLE_JA[table]} {table}: {rows:,}")
