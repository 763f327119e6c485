"""Every component stands on its page; lists, forms and error pages do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

import signed_in
from daiko.portal import problems, tables
from daiko.portal.navigation import MENUS
from daiko.portal.tables import Column

pytestmark = pytest.mark.django_db
COMPONENTS = Path(problems.__file__).parent / "templates" / "portal" / "components"
PAGE = "/internal/components/"


@pytest.fixture
def site(db: None) -> Client:
    return signed_in.client()


def text(site: Client, path: str = PAGE, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_component_stands_on_the_page(site: Client) -> None:
    """A template of the folder that the page does not show is a second way nobody sees."""
    shown = set(re.findall(r'data-component="([a-z_]+)"', text(site)))
    assert shown == {path.stem for path in COMPONENTS.glob("*.html")}


def test_pages_are_made_of_components_only() -> None:
    """No template outside the folder writes the markup that a component writes."""
    own = re.compile(
        r'class="(?:panel|scroll|empty|figures|pairs|crumbs|pages|filter|state state|tabs)\b'
    )
    pages = [p for p in COMPONENTS.parent.rglob("*.html") if p.parent != COMPONENTS]
    # the rule book names severities by its own words
    allowed = {"rule.html", "rules.html", "check_cause.html", "check_result.html"}
    found = {p.name for p in pages if own.search(p.read_text(encoding="utf-8"))}
    assert found <= allowed


def test_ten_thousand_rows_come_fifty_at_a_time(site: Client) -> None:
    """Counts, first and last page, and the order asked for."""
    first = text(site)
    assert "10,000 件のうち 1–50 件" in first
    assert "page=200" in first
    last = text(site, f"{PAGE}?sort=-number&page=200")
    assert "10,000 件のうち 9,951–10,000 件" in last
    assert "20260605-000001" in last
    assert 'aria-sort="descending"' in last


def test_an_order_nobody_offers_is_not_taken() -> None:
    """What an address says never reaches a query unless a column offers it."""
    columns = [Column("番号", "No", "number"), Column("名", "Name")]
    ask = RequestFactory().get("/", {"sort": "-secret", "state": "paid", "page": "3"})
    assert tables.asked_order(ask, columns, "number") == "number"
    head, name = tables.heads(ask, columns, "number")
    assert head.url == "?sort=-number&state=paid"
    assert (head.sorted, name.url) == ("ascending", "")


def test_a_csv_cell_is_never_a_formula() -> None:
    """A name that begins like a formula stays a text in the spreadsheet."""
    answer = tables.csv_file("x.csv", ["名"], [["=1+1"], [None], [-5], ["医）あ"]])
    content = b"".join(answer.streaming_content).decode()
    assert content == '\ufeff名\r\n\'=1+1\r\n""\r\n-5\r\n医）あ\r\n'


def test_a_wrong_form_names_its_fields(site: Client) -> None:
    """The summary leads to the field; the field names its error for screen readers."""
    page = text(site)
    assert '<a href="#wrong_number">' in page
    assert 'id="wrong_number-error"' in page
    assert 'aria-describedby="wrong_number-help wrong_number-error"' in page
    assert page.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_error_pages_speak_both_languages(site: Client, language: str) -> None:
    """Every status has its words in either language."""
    site.cookies["daiko_language"] = language
    page = text(site)
    for heading, what, next_step in problems.WORDS.values():
        for words in (heading, what, next_step):
            assert words[language == "en"] in page


def test_what_the_framework_answers_without_words_gets_some(site: Client) -> None:
    """A wrong method: the page in words, and the header that names the right ones."""
    answer = site.post("/rules/")
    assert answer.status_code == 405
    assert "この操作は受け付けていません" in answer.content.decode()
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_form_without_its_mark_is_told_in_words() -> None:
    """An old page or another site: nothing is done, and the page says so."""
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "画面の有効期限が切れました" in answer.content.decode()


def test_the_page_of_a_failure_needs_nothing() -> None:
    """No database, no language, no session: two languages on one page."""
    answer = problems.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "処理に失敗しました" in answer.content.decode()
    assert "not lost" in answer.content.decode()


def test_every_page_of_a_menu_exists() -> None:
    """A menu cannot name an address that is gone."""
    for entries in MENUS.values():
        for entry in entries:
            assert reverse(entry.page)
