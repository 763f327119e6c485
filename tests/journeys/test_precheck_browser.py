"""送る前に点検 in a real browser: a first-time user, with and without script, by keyboard."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FileChooser,
    Page,
    TimeoutError,
    expect,
)

from browsing import complaints_of, fits, served, violations
from building import BuiltArchive, a_claim, a_result, an_archive, another
from played_month import Installation

pytestmark = pytest.mark.own_server
_PATIENT = 120_000  # only keeps a broken run from hanging for ever

DROP = """
([selector, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type: "application/zip" }));
  const target = document.querySelector(selector);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
  }
}
"""  # noqa: E501 - script


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh desk: nothing was ever received, nobody has an account."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "10000")
        desk = Installation(tmp_path_factory.mktemp("fresh"))
        with served(desk) as url:
            yield url
    desk.stop()


@pytest.fixture
def context(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=portal, accept_downloads=True)
    opened.set_default_timeout(_PATIENT)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when the browser complains (policy, script, missing file)."""
    opened = context.new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def a_faulty_archive() -> BuiltArchive:
    """Four persons: one with a wrong amount, one whose name is half-width."""
    result, wrong = another(2)
    wrong.claim_amount = "1"  # type: ignore[union-attr]
    return an_archive([another(1), (result, wrong), (a_result(), a_claim(name="ｹﾝｼﾝ")), another(3)])


def kept(built: BuiltArchive, folder: Path) -> Path:
    path = folder / built.name
    path.write_bytes(built.data)
    return path


def dropped(page: Page, path: Path) -> None:
    """The file dropped on the form; then the result."""
    page.goto("/check/")
    content = base64.b64encode(path.read_bytes()).decode()
    page.evaluate(DROP, ["form.drop", path.name, content])
    expect(page.get_by_role("heading", level=1)).to_have_text("点検の結果", timeout=_PATIENT)


def test_drop_read_download_drop_again(page: Page, tmp_path: Path) -> None:
    """Must show 4: a first-time user drops a faulty archive and sees the mended one pass."""
    dropped(page, kept(a_faulty_archive(), tmp_path))
    text = page.inner_text("main")
    assert "2人に直すところがあります" in text
    assert page.locator(".figures dd").all_inner_texts()[:3] == ["4", "2", "2"]

    page.get_by_role("link", name="請求金額が").click()
    case = page.locator("tbody tr").first.inner_text()
    for part in ("CLAIMS/c1319900013", "claimAmount", "7680"):
        assert part in case
    assert "請求金額を計算し直してください" in page.inner_text("main")
    page.get_by_role("link", name="X-CC-041").first.click()
    assert "X-CC-041" in page.inner_text("h1") + page.inner_text("main")
    page.go_back()
    page.get_by_role("link", name="結果へ戻る").click()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="作業一覧").click()
    assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="直した ZIP").click()
    mended = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(mended)
    assert mended.name == "1319900013_94899010_202606051_1.zip"

    dropped(page, mended)
    assert "このまま送れます" in page.inner_text("main")
    page.get_by_role("button", name="いま消去する").click()
    assert "消去しました" in page.inner_text("h1")


def test_the_same_without_script(browser: Browser, portal: str, tmp_path: Path) -> None:
    """Choose, wait (the page renews itself), read, download, erase."""
    context = browser.new_context(base_url=portal, java_script_enabled=False)
    context.set_default_timeout(_PATIENT)
    page = context.new_page()
    page.goto("/check/")
    assert "ドロップ" not in page.inner_text("form.drop")
    page.set_input_files("#archive", kept(a_faulty_archive(), tmp_path))
    page.get_by_role("button", name="点検する").click()
    page.get_by_text("2人に直すところがあります").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="直した ZIP").click()
    assert waiting.value.suggested_filename.endswith("202606051_1.zip")
    page.get_by_role("button", name="いま消去する").click()
    assert "消去しました" in page.inner_text("h1")
    context.close()


def test_the_same_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    """Tabulator and Enter reach the file, the check, a cause and the end, in reading order."""
    page.goto("/check/", wait_until="networkidle")
    _tab_to(page, "#archive")
    _chooser(page).set_files(kept(a_faulty_archive(), tmp_path))
    _tab_to(page, "form.drop button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("点検の結果", timeout=_PATIENT)
    _tab_to(page, "tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/causes/**")
    page.go_back()
    _tab_to(page, "form[action$='/end/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("消去しました")


def _chooser(page: Page) -> FileChooser:
    """Enter on the file field; a busy browser may miss one key press, not three."""
    for _ in range(2):
        try:
            with page.expect_file_chooser(timeout=20_000) as chooser:
                page.keyboard.press("Enter")
        except TimeoutError:
            continue
        return chooser.value
    with page.expect_file_chooser() as last:
        page.keyboard.press("Enter")
    return last.value


def _tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the element has the focus; its focus can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none"
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(
    context: BrowserContext, portal: str, tmp_path: Path, language: str, width: int
) -> None:
    """Form, result, cause, refusal, end and API reference: no violation, nothing sideways."""
    context.add_cookies([{"name": "daiko_language", "value": language, "url": portal}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/check/")
    _sound(page)
    page.set_input_files("#archive", kept(a_faulty_archive(), tmp_path))
    page.locator("form.drop button").click()
    page.locator("a[href$='/mended/']").wait_for()
    _sound(page)
    page.locator("tbody th a").first.click()
    _sound(page)
    page.goto("/api/v1/")
    _sound(page)
    page.goto("/check/000000000000000000000000/")
    _sound(page)


def _sound(page: Page) -> None:
    assert violations(page) == [], page.url
    assert fits(page), page.url


def test_a_file_that_is_too_large_is_told_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    """The script looks at the size first; nothing is sent."""
    page.goto("/check/")
    page.evaluate("document.querySelector('form.drop').dataset.largest = '10'")
    page.set_input_files("#archive", kept(a_faulty_archive(), tmp_path))
    page.get_by_role("button", name="点検する").click()
    assert "ファイルが大きすぎます" in page.inner_text(".drop-message")
    assert page.url.endswith("/check/")


def test_progress_counts_persons(page: Page, tmp_path: Path) -> None:
    """While it runs the page shows persons of how many, and then the result by itself."""
    built = an_archive([another(serial) for serial in range(1, 900)])
    page.goto("/check/")
    page.set_input_files("#archive", kept(built, tmp_path))
    page.get_by_role("button", name="点検する").click()
    page.locator("[data-total]", has_text="899").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("点検の結果", timeout=_PATIENT)
    assert "899人" in page.inner_text("main")
