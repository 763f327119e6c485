"""``daiko rules``: the rule book on the command line, without any database.

The same pages as the portal and ``docs/rules/``. Exit codes: 0 done (also when a search
finds nothing alike), 2 usage.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.findings import BASIS_JA, SEVERITY_JA
from daiko.cli.output import JsonOption, print_json, say, usage_error
from daiko.platform.acts import public

if TYPE_CHECKING:
    from daiko.checks.official_codes import OfficialCode
    from daiko.checks.rule_pages import RulePage, Text

rules_app = typer.Typer(help="点検規則の一覧・検索・説明。 The rule book of the check.")
SHOWN = 20

CodesOption = Annotated[
    Path | None,
    typer.Option(
        "--codes",
        metavar="CSV",
        exists=True,
        dir_okay=False,
        help=(
            "お手元の連絡票の番号表（rule,code,text,source）。"
            " Official codes of your own sheets, as CSV."
        ),
    ),
]


def add_to(root: typer.Typer) -> None:
    root.add_typer(rules_app, name="rules")


@rules_app.callback(invoke_without_command=True)
def rules_default(context: typer.Context, as_json: JsonOption = False) -> None:
    """点検規則の一覧。 Without a command: the list."""
    if context.invoked_subcommand is None:
        _list_rules(as_json=as_json)


@rules_app.command("list")
@public("the rule book is published")
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
        _tell_line(row)


def _tell_line(row: dict[str, Any]) -> None:
    mark = "○" if row["built"] else "－"
    say(
        f"{row['rule']}  {row['stage']}  {mark}  {BASIS_JA[row['basis']]}"
        f"  {SEVERITY_JA.get(row['severity'], row['severity'])}"
        f"  {row['message']['ja'] or row['message']['en']}"
    )


def _rule_value(rule_id: str) -> dict[str, Any]:
    from daiko.checks.rule_pages import rule_page
    from daiko.checks.rulebook import implemented, not_built, rule_row

    row, title = rule_row(rule_id), rule_page(rule_id).title
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
        "message": {"ja": title.ja, "en": title.en},
    }


@rules_app.command("search")
@public("the rule book is published")
def search_command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help=(
                "番号、連絡票の文、言葉（すべてを含む規則）。例 期限 受診券。"
                " Id, line of a sheet, or words that must all be met."
            ),
        ),
    ],
    codes: CodesOption = None,
    as_json: JsonOption = False,
) -> None:
    """規則を番号・連絡票の文・言葉で探します。 Find rules by id, official code or words."""
    from daiko.checks.rule_search import search_rules

    found = search_rules(" ".join(words), official=_codes(codes))
    rows = [_rule_value(rule_id) for rule_id in found.ids]
    if as_json:
        print_json({"is_close": found.is_close, "rules": rows})
        return
    if not rows:
        say("該当する規則がありません。言葉を減らすか、連絡票の文の一部で探してください。")
        say("No rule meets this. Use fewer words, or part of the line on the sheet.")
        return
    if found.is_close:
        say("すべての言葉を含む規則はありません。文が似ている規則を示します。")
        say("No rule has all of these words; these are worded most alike.")
    for row in rows[:SHOWN]:
        _tell_line(row)
    if len(rows) > SHOWN:
        say(f"ほか {len(rows) - SHOWN} 規則（--json で全件）。 More with --json.")


@rules_app.command("show")
@public("the rule book is published")
def show_command(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help="例 X-CC-028、xcc28")],
    codes: CodesOption = None,
    as_json: JsonOption = False,
) -> None:
    """一つの規則：理由・例・対処・出典・条件。 One rule: why, examples, remedy, source."""
    from daiko.checks.rule_pages import page_json, rule_page
    from daiko.checks.rule_search import same_rule
    from daiko.checks.rulebook import words

    known = same_rule(rule_id)
    if known is None:
        usage_error(f"規則がありません。 No such rule: {rule_id}")
    page = rule_page(known, official=_codes(codes))
    if as_json:
        own = asdict(words(known))
        print_json({**_rule_value(known), **page_json(page), "words": own})
    else:
        _tell_page(page)


def _codes(path: Path | None) -> tuple[OfficialCode, ...]:
    from daiko.checks.official_codes import read_official_codes

    if path is None:
        return ()
    try:
        return read_official_codes(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        usage_error(f"番号表を読めません。 Cannot read {path}: {error}")


def _tell_page(page: RulePage) -> None:
    built = "あり" if page.is_built else f"なし {page.not_built_reason.ja or page.outside.ja}"
    say(f"{page.id}  {page.stage.key}  {page.severity.name.ja}  {page.basis.name.ja}")
    _tell("文言", "message", page.title)
    _tell("公表文", "official", page.official_message)
    for code in page.official_codes:
        _tell("番号", "code", f"{code.code} {code.text}")
    _tell("理由", "why", page.why)
    _tell("原因", "cause", page.cause)
    _tell("対処", "remedy", page.remedy)
    if page.example:
        _tell_example("誤りの例", page.example.wrong)
        _tell_example("正しい例", page.example.right)
        _tell("説明", "note", page.example.note)
    reason = page.return_reason
    _tell("返戻理由", "", f"{reason.key} {reason.name.ja}" if reason else "")
    _tell("対象", "", page.target)
    _tell("条件", "", page.condition)
    _tell("適用", "", page.applies_to.ja)
    _tell("いつから", "", f"{page.valid_from}–{page.valid_to} {page.since_edition.name.ja}")
    for source in page.sources:
        _tell("出典", "", f"{source.key} {source.what.ja} {source.where}")
    _tell("実装", "", built)
    related = [rule for group in page.related for rule in group.rules]
    _tell("同じ原因", "", " ".join(dict.fromkeys(related)))


def _tell(name: str, english: str, content: Text | str) -> None:
    if isinstance(content, str):
        if content.strip():
            say(f"  {name}: {content.strip()}")
        return
    _tell(name, "", content.ja)
    _tell(english, "", content.en)


def _tell_example(name: str, text: str) -> None:
    say(f"  {name}:")
    for line in text.splitlines():
        say(f"      {line}")
