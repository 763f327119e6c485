"""``daiko profiles``: how strict the agency and each insurer are, when, and why."""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from daiko.cli.findings import SEVERITY_JA
from daiko.cli.output import JsonOption, say, show, usage_error, writing
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.registry.severities import SeverityRow

profiles = typer.Typer(
    no_args_is_help=True,
    help="受付先の厳しさ：規則ごとの重み、期間、理由。 Receiver profiles: severity per rule.",
)
_DIRECTION_JA: Final = {"softer": "緩和", "same": "同じ", "stricter": "厳格化"}
ReceiverOption = Annotated[
    str | None,
    typer.Option(metavar="R", help="agency または保険者番号。 agency, or an insurer number."),
]
_RULE_HELP: Final = "規則の番号、例 X-CC-028。 Id of a rule."
RuleOption = Annotated[str | None, typer.Option(metavar="RULE", help=_RULE_HELP)]


def add_to(root: typer.Typer) -> None:
    root.add_typer(profiles, name="profiles")


@profiles.command("show")
@requires(Permission.AGENCY_REGISTRY_READ)
def show_command(
    receiver: ReceiverOption = None,
    rule: RuleOption = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="この日に有効な行だけ。 Only what holds on this day."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """登録されている重み（期間・誤りになる日・理由）。 What is registered, past and coming."""
    rows = _rows(receiver, rule, on)
    show([_value(row) for row in rows], as_json=as_json, human=lambda _: _tell(rows))


@profiles.command("history")
@requires(Permission.AGENCY_REGISTRY_READ)
def history_command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=_RULE_HELP)],
    receiver: ReceiverOption = None,
    as_json: JsonOption = False,
) -> None:
    """一つの規則の変更の履歴。 Every state the rows of a rule ever had."""
    from daiko.platform.boot import boot

    known = _known_rule(rule)
    boot()
    from daiko.registry.severities import severity_history

    rows = severity_history(known, receiver)
    show([_value(row) for row in rows], as_json=as_json, human=lambda _: _tell(rows))


@profiles.command("export")
@requires(Permission.AGENCY_REGISTRY_READ)
def export_command(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            dir_okay=False,
            help="書くファイル。 File to write, e.g. receiver_severities.csv.",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """全行を台帳 CSV として書き出します。そのまま読み込めます。

    Write all rows as the registry file that `daiko registry load` takes.
    """
    from daiko.standard.registry_files import COLUMNS

    rows = _rows(None, None, None)
    columns = COLUMNS["receiver_severities"]
    with writing(out), out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([getattr(row, column) for column in columns] for row in rows)
    value = {"file": str(out), "rows": len(rows)}
    show(value, as_json=as_json, human=lambda _: say(f"{len(rows):,} 行を {out} に書きました。"))


def _rows(receiver: str | None, rule: str | None, on: datetime | None) -> list[SeverityRow]:
    from daiko.platform.boot import boot

    known = None if rule is None else _known_rule(rule)
    boot()
    from daiko.registry.severities import severity_rows

    return severity_rows(receiver=receiver, rule=known, on=None if on is None else on.date())


def _known_rule(rule: str) -> str:
    from daiko.checks.rulebook import UnknownRuleError, rule_row

    try:
        return rule_row(rule.upper()).id
    except UnknownRuleError:
        usage_error(f"規則がありません。 No such rule: {rule}")


def _value(row: SeverityRow) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(row).items()
        if name != "changed_at" or value is not None
    }


def _tell(rows: list[SeverityRow]) -> None:
    from daiko.platform.clock import TOKYO

    if not rows:
        say("登録はありません。規則集のとおりです。 Nothing registered: as in the rule book.")
    for row in rows:
        receiver = "代行機関" if row.receiver == "agency" else row.receiver
        until = row.valid_to or ""
        say(
            f"{receiver}　{row.rule}　{SEVERITY_JA[row.severity]}（{_DIRECTION_JA[row.direction]}）"
            f"　{row.valid_from} ～ {until}"
        )
        if row.error_on is not None:
            say(f"    {row.error_on} から誤りになります。 An error from {row.error_on} on.")
        changed = (
            f"　変更 {row.changed_at.astimezone(TOKYO):%Y-%m-%d %H:%M}" if row.changed_at else ""
        )
        say(f"    理由: {row.reason}　登録 {row.recorded_on}{changed}")
