"""The public rule book without a browser: lists, filters, pages in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from daiko.checks.rule_pages import all_pages
from daiko.portal import rule_views
from daiko.portal.languages import COOKIE


@pytest.fixture
def site() -> Client:
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


@pytest.fixture
def english(site: Client) -> Client:
    site.cookies[COOKIE] = "en"
    return site


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def listed(page: str) -> list[str]:
    return re.findall(r'<span class="rule-id">([^<]+)</span>', page)


def test_no_rule_is_without_a_page(site: Client) -> None:
    """Every row of the catalogue has its address, with its id and its source."""
    for rule_id, page in all_pages().items():
        shown = text(site, f"/rules/{rule_id}/")
        assert rule_id in shown
        assert page.sources[0].key in shown


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_tells_all_in_the_language_of_the_reader(site: Client, language: str) -> None:
    """Message, why, example, remedy, basis and since when; Japanese first, English by choice."""
    site.cookies[COOKIE] = language
    page = all_pages()["X-CC-034"]
    shown = text(site, "/rules/X-CC-034/")
    for part in (page.message, page.why, page.remedy, page.cause, page.basis.name, page.effect):
        wanted = part.ja if language == "ja" else part.en
        assert wanted in shown.replace("&#x27;", "'").replace("&quot;", '"')
    assert "tests/checks/test_x_cc_034.py" in shown
    assert ("2024" if page.since_edition.key == "phase4" else "2018") in shown


def test_a_page_says_what_no_receiver_can_soften(site: Client) -> None:
    said = "どの受付先も、この区分を緩められません。"
    assert said in site.get("/rules/X-CC-041/").content.decode()
    assert said not in site.get("/rules/X-XF-008/").content.decode()


def test_links_between_pages_resolve(site: Client) -> None:
    """Related rules and neighbours of every page are pages too."""
    known = {f"/rules/{rule_id}/" for rule_id in all_pages()}
    for rule_id in all_pages():
        links = set(re.findall(r'href="(/rules/[^"?#]+)"', text(site, f"/rules/{rule_id}/")))
        assert links - {"/rules/"} <= known, rule_id


@pytest.mark.parametrize("written", ["x-cc-034", "xcc34", "XCC034"])
def test_another_writing_of_an_id_leads_to_its_page(site: Client, written: str) -> None:
    """A clerk types the address by hand; one page has one address."""
    answer = site.get(f"/rules/{written}/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/rules/X-CC-034/"


@pytest.mark.parametrize("written", ["X-CC-999", "nothing", "受診券"])
def test_a_rule_that_is_not_there_is_told(site: Client, written: str) -> None:
    assert "ページが見つかりません" in text(site, f"/rules/{written}/", status=404)


def test_the_list_says_how_many_of_how_many(site: Client) -> None:
    """All rules, fifty a page; the filters keep their values across pages."""
    total = len(all_pages())
    first = text(site, "/rules/")
    assert len(listed(first)) == 50
    assert f"<strong>{total}</strong>" in first
    second = text(site, "/rules/?subject=checkup+data&page=2")
    assert '<option value="checkup data" selected>' in second
    assert "subject=checkup+data&amp;page=1" in second
    last = listed(text(site, f"/rules/?page={-(-total // 50)}"))
    assert listed(text(site, "/rules/?page=9999")) == last


@pytest.mark.parametrize(
    ("query", "meets"),
    [
        ("subject=duplicate", lambda page: page.subject.key == "duplicate"),
        ("severity=warning&subject=archive", lambda page: page.severity.key == "warning"),
        ("basis=assumed&subject=period", lambda page: page.basis.key == "assumed"),
        ("built=no", lambda page: not page.is_built and not page.outside),
        ("built=outside", lambda page: bool(page.outside)),
        ("subject=nothing&basis=x", lambda page: True),
    ],
)
def test_filters_keep_what_they_say(site: Client, query: str, meets: object) -> None:
    """Each filter shows its own rules only; an unknown value filters nothing."""
    shown = listed(text(site, f"/rules/?{query}"))
    assert shown
    assert all(meets(all_pages()[rule_id]) for rule_id in shown)  # type: ignore[operator]  # a predicate of the table above


def test_words_find_the_rule_first(site: Client) -> None:
    """The line of the error sheet leads to its rule; words that only come near are told so."""
    found = text(site, "/rules/?q=健診実施年月日が受診券有効期間を経過")
    assert listed(found)[0] == "X-EL-003"
    near = text(site, "/rules/?q=受診券の有効期限が切れていて")
    assert "文が似ている規則" in near


def test_an_empty_list_says_what_to_do(site: Client, english: Client) -> None:
    """Fewer words, other filters, or tell the agency; the way back is a link."""
    del site.cookies[COOKIE]
    nothing = text(site, "/rules/?q=ゑゑゑゑ")
    assert "この条件に合う規則はありません" in nothing
    assert 'href="/rules/"' in nothing
    filtered = text(site, "/rules/?q=xcc34&subject=archive")
    assert "言葉だけで探す" in filtered
    english.cookies[COOKIE] = "en"
    assert "No rule meets this." in text(english, "/rules/?q=ゑゑゑゑ")


def test_a_long_or_hostile_search_is_only_text(site: Client) -> None:
    """Markup stays text, length is cut, nothing breaks."""
    shown = text(site, "/rules/?q=" + "<script>x" + "あ" * 5000)
    assert "<script>x" not in shown
    assert shown.count("あ") <= 2 * rule_views.QUERY_MAX


def test_codes_of_this_installation_are_shown_and_found(
    site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator's file counts at once; a bad one is left out and breaks nothing."""
    monkeypatch.setattr(rule_views, "home", lambda: tmp_path)
    assert listed(text(site, "/rules/?q=KE1234")) == []
    codes = tmp_path / rule_views.CODES_FILE
    codes.write_text("rule,code,text,source\nX-CC-029,KE1234,窓口,連絡票\n", encoding="utf-8-sig")
    assert listed(text(site, "/rules/?q=ke-1234")) == ["X-CC-029"]
    assert "KE1234" in text(site, "/rules/X-CC-029/")
    codes.write_bytes("rule,code,text,source\nX-CC-029,KE1,窓,\n".encode("cp932") * 2)
    assert "KE1" not in text(site, "/rules/X-CC-029/")
