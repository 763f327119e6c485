"""``daiko check`` and ``daiko rules``: the check alone, without any database.

Imports neither Django nor a database: the same engine runs on the provider's own
machine as at the agency. Exit codes: 0 all accepted, 1 something refused or returned,
2 usage.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.findings import (
    BASIS_JA,
    SEVERITY_JA,
    VERDICT_JA,
    tell_findings,
    tell_not_checked,
)
from daiko.cli.output import DONE, REFUSED, JsonOption, print_json, say, stop, usage_error

if TYPE_CHECKING:
    from daiko.checks.offline import OfflineCheck
    from daiko.checks.registers import Registers
    from daiko.checks.report import Report
    from daiko.checks.rulebook import Rule, Words

rules_app = typer.Typer(help="点検規則の一覧と説明。 The rule book of the check.")


def add_to(root: typer.Typer) -> None:
    root.command("check")(check)
    root.add_typer(rules_app, name="rules")


ArchivesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="ARCHIVE...", exists=True, dir_okay=False, help="提出用 ZIP。 Archives to check."
    ),
]
RegistryOption = Annotated[
    Path | None,
    typer.Option(
        exists=True, file_okay=False, help="台帳 CSV のフォルダ。 Folder of registry CSV files."
    ),
]
ReceivedAtOption = Annotated[
    str | None,
    typer.Option(
        metavar="ISO",
        help="受付日時。 Moment of reception, e.g. 2026-06-05T12:00; now by default.",
    ),
]


def check(
    archives: ArchivesArgument,
    registry: RegistryOption = None,
    received_at: ReceivedAtOption = None,
    as_json: JsonOption = False,
) -> None:
    """提出前点検：受付と同じ規則で ZIP を点検します。

    Check archives by the rules of reception; nothing is stored or sent.
    """
    from daiko.checks.offline import OfflineCheck
    from daiko.platform.standard_set import schemas_in_use

    registers = _registers(registry, as_json=as_json)
    run = OfflineCheck(
        received_at=_moment(received_at), registers=registers, schemas=schemas_in_use()
    )
    reports = [_checked(run, path) for path in archives]
    if as_json:
        from daiko.checks.report import report_json

        objects = [report_json(report) for report in reports]
        print_json(objects[0] if len(objects) == 1 else objects)
    else:
        for report in reports:
            _tell(report)
    stop(REFUSED if any(report.has_errors for report in reports) else DONE)


def _checked(run: OfflineCheck, path: Path) -> Report:
    try:
        with path.open("rb") as source:
            return run.check(source, name=path.name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        usage_error(f"ファイルを読めません。 Cannot read {path}: {reason}")


def _moment(text: str | None) -> datetime:
    from daiko.platform.clock import TOKYO, now

    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        usage_error(f"日時として読めません（例 2026-06-05T12:00）。 Not an ISO moment: {text}")
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def _registers(folder: Path | None, *, as_json: bool) -> Registers | None:
    """Registers of a folder; with a bad row nothing is checked, since prices could be missing."""
    if folder is None:
        return None
    from daiko.cli.registry import bad_rows_value, tell_bad_rows
    from daiko.registry.csv_files import Problems, read_directory
    from daiko.registry.memory import memory_registers

    files = read_directory(folder)
    if isinstance(files, Problems):
        if as_json:
            print_json({"registry": {"bad_rows": bad_rows_value(files.bad_rows)}})
        else:
            say(f"台帳に誤りが {len(files.bad_rows):,} 件あり、点検を始めません。")
            say("The registry files have bad rows; nothing was checked.")
            tell_bad_rows(files.bad_rows)
        stop(REFUSED)
    return memory_registers(files)


def _tell(report: Report) -> None:
    """Verdict, counts, then the findings by rule."""
    totals = report.totals
    say(f"■ {report.name}")
    say(f"  判定: {VERDICT_JA[report.verdict]} ({report.verdict})")
    say(
        f"  結果と決済の組: {totals.pairs:,}　受付 {totals.accepted:,}　返戻 {totals.returned:,}"
        f"　請求金額 {totals.claim_yen:,} 円"
    )
    tell_findings([*report.findings, *(f for pair in report.pairs for f in pair.findings)])
    tell_not_checked(report.not_checked)
    say()


@rules_app.callback(invoke_without_command=True)
def rules_default(context: typer.Context, as_json: JsonOption = False) -> None:
    """点検規則の一覧。 Without a command: the list."""
    if context.invoked_subcommand is None:
        _list_rules(as_json=as_json)


@rules_app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """全規則の一覧（段階・重み・根拠・実装の有無）。 All rules with stage, severity, basis."""
    _list_rules(as_json=as_json)


def _list_rules(*, as_json: bool) -> None:
    from daiko.checks.rulebook import rules

    rows = [_rule_value(rule_id) for rule_id in rules() if rule_id.startswith("X-")]
    if as_json:
        print_json(rows)
        return
    built = sum(row["built"] for row in rows)
    say(f"規則 {len(rows)}　実装 {built}　未実装 {len(rows) - built}")
    for row in rows:
        mark = "○" if row["built"] else "－"
        say(
            f"{row['rule']}  {row['stage']}  {mark}  {BASIS_JA[row['basis']]}"
            f"  {SEVERITY_JA.get(row['severity'], row['severity'])}"
            f"  {row['message']['ja'] or row['message']['en']}"
        )


def _rule_value(rule_id: str) -> dict[str, Any]:
    from daiko.checks.rulebook import implemented, not_built, rule_row, words

    row, text = rule_row(rule_id), words(rule_id)
    built = rule_id in implemented()
    reason_ja, reason_en = ("", "") if built else not_built().get(rule_id, ("", ""))
    return {
        "rule": rule_id,
        "stage": row.stage,
        "level": row.level,
        "severity": str(row.severity),
        "basis": row.basis,
        "built": built,
        "reason": None if built else {"ja": reason_ja, "en": reason_en},
        "message": {"ja": text.message_ja, "en": text.message_en},
    }


@rules_app.command("show")
def show_command(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help="例 X-CC-028")],
    as_json: JsonOption = False,
) -> None:
    """一つの規則：条件・文言・対処・出典。 One rule: condition, words, remedy, source."""
    from daiko.checks.rulebook import UnknownRuleError, rule_row, words

    try:
        row = rule_row(rule_id.upper())
    except UnknownRuleError:
        usage_error(f"規則がありません。 No such rule: {rule_id}")
    text = words(row.id)
    value = {
        **_rule_value(row.id),
        "target": row.target,
        "condition": row.condition,
        "applies_to": row.applies_to,
        "return_reason": row.return_reason or None,
        "source": row.source,
        "words": asdict(text),
    }
    if as_json:
        print_json(value)
        return
    _tell_rule_row(row, text, value)


def _tell_rule_row(row: Rule, text: Words, value: dict[str, Any]) -> None:
    say(f"{row.id}  {row.stage}  {SEVERITY_JA.get(str(row.severity))}  {BASIS_JA[row.basis]}")
    for name, content in (
        ("文言", text.message_ja),
        ("message", text.message_en),
        ("対象", row.target),
        ("条件", row.condition),
        ("原因", text.cause_ja),
        ("cause", text.cause_en),
        ("対処", text.remedy_ja),
        ("remedy", text.remedy_en),
        ("返戻理由", row.return_reason),
        ("適用", row.applies_to),
        ("出典", row.source),
        ("実装", "あり" if value["built"] else f"なし {value['reason']['ja']}"),
    ):
        if content:
            say(f"  {name}: {content}")
