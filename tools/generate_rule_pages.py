"""Write docs/rules/ from the rule book: an index and one page per rule, Japanese first.

Run it (or ``make docs``) after a rule, its words, examples or reasons changed; a test
compares every page with it. Pages of rules that left the catalogue are removed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from daiko.checks.rule_pages import Example, RulePage, Term, Text, all_pages, terms

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "rules"
REFERENCE = ROOT / "docs" / "reference" / "rules.md"
_NOTE = "<!-- written by tools/generate_rule_pages.py; change the data, then run `make docs` -->\n"
_KINDS = {"xml": "xml", "name": "text", "text": "text"}


def pages() -> dict[str, str]:
    """File name → text of every page of the folder."""
    found = {"README.md": _index()}
    found.update((f"{page.id}.md", _page(page)) for page in all_pages().values())
    return found


def _index() -> str:
    lines = [
        "# 点検ルール集 / Rule book\n",
        _NOTE,
        "提出されたデータを点検する規則の一覧です。規則ごとに、理由、誤りの例と正しい例、直し方、",
        "出典、根拠（確認済・推定）を示します。画面では `/rules/`、手元では",
        "`daiko rules search 言葉` で探せます。\n",
        "Every rule by which submissions are checked, with reason, examples, remedy, source and",
        "basis. Search on the portal at `/rules/` or with `daiko rules search WORDS`.\n",
        "## 対象別 / By subject\n",
    ]
    for key, name in terms("subject").items():
        of_subject = [page for page in all_pages().values() if page.subject.key == key]
        lines += [f"### {name.ja} / {name.en}\n", "| 規則 | 内容 / what |", "| --- | --- |"]
        lines += [f"| {_link(page.id)} | {_cell(page)} |" for page in of_subject]
        lines.append("")
    lines.append("## 段階別 / By stage\n")
    for key, name in terms("stage").items():
        ids = [page.id for page in all_pages().values() if page.stage.key == key]
        lines.append(f"**{key} {name.ja} / {name.en}**\n")
        lines.append(" ".join(_link(rule_id) for rule_id in ids) + "\n")
    return "\n".join(lines).rstrip() + "\n"


def _link(rule_id: str) -> str:
    return f"[{rule_id}]({rule_id}.md)"


def _cell(page: RulePage) -> str:
    title = page.title
    japanese, english = _safe(title.ja), _safe(title.en)
    return japanese if japanese == english else f"{japanese}<br>{english}"


def _page(page: RulePage) -> str:
    lines = [f"# {page.id} {_safe(page.title.ja)}\n", _NOTE]
    if page.title.en != page.title.ja:
        lines.append(f"{_safe(page.title.en)}\n")
    lines += _facts(page)
    lines += _state(page)
    lines += _section("なぜこの規則があるか / Why", page.why)
    if page.is_built:
        lines += _section("見つかるとどうなるか / What a finding costs", page.effect)
        lines += _firm(page)
    if page.example:
        lines += _example(page.example)
    lines += _section("よくある原因 / Usual cause", page.cause)
    lines += _section("直し方 / What to do", page.remedy)
    lines += _related(page)
    lines += _details(page)
    lines.append("\n[点検ルール集 / Rule book](README.md)")
    return "\n".join(lines).rstrip() + "\n"


def _firm(page: RulePage) -> Iterator[str]:
    if page.firm_because:
        yield f"どの受付先も、この区分を緩められません。{page.firm_because.ja}\n"
        yield f"No receiver can soften this. {page.firm_because.en}\n"


def _facts(page: RulePage) -> Iterator[str]:
    yield "| | |\n| --- | --- |"
    yield f"| 区分 / effect | {_term(page.severity)} |"
    if page.return_reason:
        yield f"| 返戻理由 / return reason | {page.return_reason.key} {_term(page.return_reason)} |"
    yield f"| 根拠 / basis | {_term(page.basis)} |"
    yield f"| 対象 / subject | {_term(page.subject)} |"
    yield f"| 段階 / stage | {page.stage.key} {_term(page.stage)} |"
    yield f"| 適用 / applies to | {_both(page.applies_to)} |"
    yield (
        f"| いつから / since | {page.since_edition.name.ja}から / {page.since_edition.name.en}."
        f" 健診実施日 / date of the checkup {page.valid_from} – {page.valid_to} |"
    )
    if page.official_message:
        yield f"| 公表された文 / official message | {_safe(page.official_message)} |"
    for code in page.official_codes:
        yield f"| 連絡票の番号 / official code | {code.code} |"
    yield ""


def _state(page: RulePage) -> Iterator[str]:
    if page.outside:
        yield f"> {page.outside.ja}\n>\n> {page.outside.en}\n"
    elif not page.is_built:
        reason = page.not_built_reason
        yield f"> **この規則は、点検していません。** {reason.ja}\n>"
        yield f"> **Not checked.** {reason.en}\n"


def _section(title: str, text: Text) -> Iterator[str]:
    if text:
        yield f"## {title}\n"
        yield f"{_safe(text.ja)}\n"
        yield f"{_safe(text.en)}\n"


def _example(example: Example) -> Iterator[str]:
    yield "## 例 / Example\n"
    for name, text in (("× 誤り / wrong", example.wrong), ("○ 正しい / right", example.right)):
        yield f"{name}\n\n```{_KINDS[example.kind]}\n{text}\n```\n"
    yield f"{_safe(example.note.ja)}\n"
    yield f"{_safe(example.note.en)}\n"


def _related(page: RulePage) -> Iterator[str]:
    if page.related:
        yield "## 原因が同じ規則 / Same cause\n"
        for group in page.related:
            yield f"- {_both(group.cause)} {' '.join(_link(rule_id) for rule_id in group.rules)}"
        yield ""


def _details(page: RulePage) -> Iterator[str]:
    yield "## 詳細 / Details\n"
    yield f"- 場所 / place: `{page.target}`"
    yield f"- 条件 / condition: {_safe(page.condition)}"
    if page.module:
        yield f"- 判定 / function: [`{page.function}`](../../{page.source_path})"
        yield f"- 試験 / test: [`{page.test_path}`](../../{page.test_path})"
    for source in page.sources:
        detail = f" ({source.detail})" if source.detail else ""
        where = f" – {source.where}" if source.where else ""
        yield f"- 出典 / source: **{source.key}**{detail} {_both(source.what)}{where}"


def _term(term: Term) -> str:
    return _both(term.name)


def _both(text: Text) -> str:
    return f"{text.ja} / {text.en}"


def _safe(text: str) -> str:
    """Tags and emphasis of the catalogue are text, not Markdown."""
    for sign in ("\\", "<", "*", "_", "[", "|"):
        text = text.replace(sign, f"\\{sign}")
    return text


def reference() -> str:
    """docs/reference/rules.md with the numbers of its table of stages as they are."""
    text = REFERENCE.read_text(encoding="utf-8")
    known = Counter(p.stage.key for p in all_pages().values() if not p.outside)
    built = Counter(p.stage.key for p in all_pages().values() if p.is_built)
    for stage, rules in known.items():
        row = rf"^(\| {stage} \|[^|]*\|) \d+ \| \d+ \|$"
        text = re.sub(row, rf"\1 {built[stage]} | {rules} |", text, flags=re.MULTILINE)
    total = rf"\1 **{built.total()}** | **{known.total()}** |"
    return re.sub(r"^(\| \| \*\*all\*\* \|) .*$", total, text, flags=re.MULTILINE)


def main() -> None:
    """Write every page that changed and remove those of no rule."""
    REFERENCE.write_text(reference(), encoding="utf-8")
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for name, text in wanted.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()


if __name__ == "__main__":
    main()
