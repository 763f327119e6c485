"""Pages of the rule book as values: complete, in two languages, and what they are made from."""

from __future__ import annotations

import re
from datetime import date

import pytest

from daiko.checks.official_codes import official_code, official_codes
from daiko.checks.rule_pages import RulePage, Text, all_pages, page_json, rule_page, terms
from daiko.checks.rulebook import UnknownRuleError, implemented, not_built, package_table, rules

PAGES = list(all_pages().values())


def test_every_rule_has_a_page_with_its_reason() -> None:
    """Why a rule exists is told for all 370 rows, in both languages, in a few sentences."""
    assert list(all_pages()) == list(rules())
    for page in PAGES:
        assert page.why.ja, page.id
        assert page.why.en, page.id
        assert page.why.ja not in (page.message.ja, page.cause.ja, page.remedy.ja), page.id
        assert max(len(page.why.ja), len(page.why.en) // 2) < 130, page.id


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_leaves_nothing_out(page: RulePage) -> None:
    """Severity, basis, sources, dates and stage are said in words, in both languages."""
    terms_of_page = [page.stage, page.subject, page.severity, page.basis, page.since_edition]
    for text in [term.name for term in terms_of_page] + [page.basis_note, page.applies_to]:
        assert text.ja
        assert text.en
    assert page.sources
    assert all(source.what.ja and source.what.en for source in page.sources)
    assert page.valid_from < page.valid_to
    assert re.search("[ぁ-んァ-ヶ一-龠]", page.title.ja)  # Japanese, not the catalogue's English
    assert page.title.en
    assert bool(page.effect) is not bool(page.outside)


def test_built_rules_name_their_function_and_test() -> None:
    """An engineer opens one rule's page, its function and its test."""
    for page in PAGES:
        assert page.is_built is (page.id in implemented())
        if page.is_built:
            assert page.function == implemented()[page.id].check.__name__
            assert page.source_path is not None
            assert page.source_path.startswith("src/daiko/checks/")
            assert page.test_path is not None
            assert page.message.ja
            assert page.remedy.ja
        else:
            assert page.function is page.source_path is page.test_path is None


def test_a_rule_that_is_not_built_says_why() -> None:
    """Not built: the reason in both languages; outside the agency: who checks it."""
    for rule_id, page in all_pages().items():
        if rule_id in not_built():
            assert page.not_built_reason == Text(*not_built()[rule_id])
        assert page.is_built or page.not_built_reason or page.outside, rule_id


def test_related_rules_name_each_other() -> None:
    """A link leads both ways, and no rule is related to itself."""
    for page in PAGES:
        for group in page.related:
            assert page.id not in group.rules
            for other in group.rules:
                back = [rule_id for g in all_pages()[other].related for rule_id in g.rules]
                assert page.id in back


def test_the_causes_of_the_standard_are_joined() -> None:
    """administrative-checks 1: rules that speak of the same fault stand together."""
    joined = [
        ("X-CC-029", "X-CC-034"),
        ("X-ARC-024", "X-IX-007"),
        ("X-IX-007", "X-REF-010"),
        ("X-HC-026", "X-REF-002"),
        ("X-CC-002", "X-REF-003"),
        ("X-HC-007", "X-REF-004"),
        ("X-CC-003", "X-REF-005"),
    ]
    for one, other in joined:
        assert other in {i for group in all_pages()[one].related for i in group.rules}


def test_sources_are_spelled_out() -> None:
    """A key is never shown alone; files of the transcription keep their name."""
    first = rule_page("X-HG-013").sources
    assert [source.key for source in first] == ["S-SOFT7", "S-HG", "PHR"]
    assert first[2].detail == "fuzoku3.csv"
    assert rule_page("X-EL-003").sources[0].where == "paperzz.com/doc/5459393"


@pytest.mark.parametrize(
    ("rule_id", "since", "edition"),
    [
        ("X-CC-029", date(2018, 4, 1), "phase3"),
        ("X-XML-004", date(2024, 4, 1), "phase4"),
        ("X-HG-033", date(2018, 4, 1), "phase3"),
        ("X-HG-031", date(2024, 4, 1), "phase4"),
    ],
)
def test_a_page_says_since_when(rule_id: str, since: date, edition: str) -> None:
    """The edition with which a rule came, and the service dates it is for."""
    page = rule_page(rule_id)
    assert (page.valid_from, page.since_edition.key) == (since, edition)


def test_unknown_rules_have_no_page() -> None:
    with pytest.raises(UnknownRuleError, match="X-CC-999"):
        rule_page("X-CC-999")


def test_official_codes_are_those_that_were_seen() -> None:
    """No code is invented for our rules; messages of the statutory report are their own codes."""
    assert official_code("X-CC-029") is None
    assert official_code("MKCA01709E") == "MKCA01709E"
    assert [code.code for code in official_codes("1110-06")] == ["別表10-06"]


@pytest.mark.parametrize("page", PAGES[::7], ids=lambda page: page.id)
def test_json_of_a_page_is_plain(page: RulePage) -> None:
    """Strings, lists and objects only, with every field of the page."""
    value = page_json(page)
    assert value["severity_name"] == {"ja": page.severity.name.ja, "en": page.severity.name.en}
    assert value["rule"] == page.id
    assert isinstance(value["sources"], list)
    assert value["valid_to"] == page.valid_to.isoformat()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("examples.csv", "rule"),
        ("rule_dates.csv", "rule"),
        ("official_codes.csv", "rule"),
        ("titles.csv", "rule"),
        ("reasons.csv", "rules"),
        ("related_rules.csv", "rules"),
    ],
)
def test_tables_speak_of_known_rules_once(name: str, column: str) -> None:
    """No row of an unknown rule; one example, one date and one reason a rule."""
    ids = [rule_id for row in package_table(name) for rule_id in row[column].split()]
    assert set(ids) <= set(rules())
    if name != "related_rules.csv":
        assert len(ids) == len(set(ids))


def test_terms_have_two_languages() -> None:
    for kind in ("stage", "subject", "severity", "effect", "basis", "return_reason", "edition"):
        assert terms(kind)
        assert all(text.ja and text.en for text in terms(kind).values())


def test_titles_are_kept_for_rules_without_words() -> None:
    """What a rule would say stands in the book although no finding says it; words win."""
    kept = {row["rule"] for row in package_table("titles.csv")}
    assert {page.id for page in PAGES if not page.message.ja} <= kept
    assert all(page.title == page.message for page in PAGES if page.message.ja)
