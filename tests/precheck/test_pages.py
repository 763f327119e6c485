"""送る前に点検 without a browser: result, causes, downloads, refusals, ends."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from building import BuiltArchive, a_claim, a_result, an_archive, an_index, another
from daiko.precheck import quarantine
from prechecking import checked, posted


@pytest.fixture
def site() -> Client:
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def a_faulty_archive() -> BuiltArchive:
    """Three persons, one with a wrong amount."""
    result, _ = another(2)
    wrong = another(2)[1]
    wrong.claim_amount = "1"  # type: ignore[union-attr]
    return an_archive([another(1), (result, wrong), another(3)])


def test_from_the_form_to_an_archive_that_passes(site: Client) -> None:
    """Drop, read, download the mended one, drop it again: it passes."""
    assert 'enctype="multipart/form-data"' in site.get("/check/").content.decode()
    first = checked(site, a_faulty_archive())
    assert "1人に直すところがあります" in first.page
    answer = site.get(f"/check/{first.id}/mended/")
    name = re.search('filename="(.*)"', answer.headers["Content-Disposition"])
    assert name is not None
    mended = BuiltArchive(name[1], b"".join(answer.streaming_content))
    second = checked(site, mended)
    assert "このまま送れます" in second.page
    assert "指摘はありません" in second.page
    assert "mended" not in second.page


def test_a_cause_shows_every_person_with_place_and_remedy(site: Client) -> None:
    """File, line, path, found, expected, cause, remedy, return reason, link to the rule."""
    first = checked(site, a_faulty_archive())
    page = site.get(f"/check/{first.id}/causes/X-CC-041/").content.decode()
    for text in (
        "CLAIMS/c13199000132026060501000001.xml", "checkupClaim/settlement/claimAmount/@value",
        ">1<", ">7680<", "直し方", "よくある原因", "09 その他", 'href="/rules/X-CC-041/"', "1人",
    ):  # fmt: skip
        assert text in page, text
    assert site.get(f"/check/{first.id}/causes/X-CC-028/").status_code == 404


def test_the_worklist_is_a_csv_in_the_language_of_the_page(site: Client) -> None:
    """Japanese first, English by choice; with byte order mark and CRLF."""
    first = checked(site, a_faulty_archive())
    data = b"".join(site.get(f"/check/{first.id}/worklist/").streaming_content)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["規則"] for row in rows] == ["X-CC-041"]
    site.post("/language/", {"language": "en"})
    data = b"".join(site.get(f"/check/{first.id}/worklist/").streaming_content)
    assert data.decode("utf-8-sig").startswith("pair,file,place")
    assert "1 person to mend" in site.get(f"/check/{first.id}/").content.decode()


def test_values_of_persons_are_masked_on_the_pages(site: Client) -> None:
    """Name, number and address of a person whose every field is wrong are nowhere."""
    secrets = ("ひみつ太郎", "秘密町一丁目", "19991399")
    claim = a_claim(name=secrets[0], address=secrets[1] * 20, birth_date=secrets[2])
    first = checked(site, an_archive([(a_result(), claim)]))
    pages = [first.page, b"".join(site.get(f"/check/{first.id}/worklist/").streaming_content)]
    for address in re.findall(r'href="(/check/[^"]*/causes/[^"]*)"', first.page):
        pages.append(site.get(address).content)
    text = "".join(page if isinstance(page, str) else page.decode() for page in pages)
    assert "ひ*" in text
    for secret in secrets:
        assert secret not in text


def test_another_browser_sees_nothing(site: Client) -> None:
    """Without the key of the cookie every page of the check is not there."""
    first = checked(site, a_faulty_archive())
    stranger = Client(SERVER_NAME="localhost")
    for page in ("", "status/", "causes/X-CC-041/", "mended/", "worklist/"):
        assert stranger.get(f"/check/{first.id}/{page}").status_code == 404
    assert stranger.post(f"/check/{first.id}/end/").status_code == 404
    stranger.cookies[f"daiko_check_{first.id}"] = "00" * 32
    assert stranger.get(f"/check/{first.id}/").status_code == 404
    assert site.get(f"/check/{first.id}/").status_code == 200


def test_the_cookie_goes_to_this_check_only(site: Client) -> None:
    """Not for scripts, not for other sites, not for other pages."""
    answer = posted(site, a_faulty_archive())
    check_id = answer.headers["Location"].split("/")[2]
    cookie = answer.cookies[f"daiko_check_{check_id}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == f"/check/{check_id}/"
    assert cookie.value not in answer.headers["Location"]


def test_the_end_erases_at_once(site: Client) -> None:
    """After 消去する there is neither page nor folder."""
    first = checked(site, a_faulty_archive())
    assert "消去しました" in site.post(f"/check/{first.id}/end/").content.decode()
    assert not quarantine.place(first.id).exists()
    page = site.get(f"/check/{first.id}/")
    assert page.status_code == 404
    assert "この点検" in page.content.decode()


def test_rules_that_need_a_register_are_not_called_passed(site: Client) -> None:
    """点検していません, with the rules by name."""
    page = checked(site, an_archive([another(1)])).page
    assert "点検していません" in page
    for rule in ("X-CT-001", "X-EL-001", "X-DU-002", "X-ARC-005"):
        assert rule in page.partition("点検していません")[2]


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (BuiltArchive("x.zip", b"no zip"), "直した ZIP は作れませんでした"),
        (an_archive([another(1)], index=an_index(5)), "直した ZIP を保存"),
        (an_archive([(a_result(), a_claim(claim_amount="1"))]), "誤りのない組が一つもありません"),
        (an_archive([another(1)], without=["XSD"]), "組を除いても"),
    ],
)
def test_a_refused_archive_says_what_can_be_done(
    site: Client, built: BuiltArchive, text: str
) -> None:
    """Refused as a whole, or mended by counting anew, or neither: each in plain words."""
    assert text in checked(site, built).page


@pytest.mark.parametrize("name", ["", "archive"])
def test_no_file_is_said(site: Client, name: str) -> None:
    """The form without a file, or with an empty one."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    data: dict[str, Any] = {name: SimpleUploadedFile("a.zip", b"")} if name else {}
    before = quarantine.checks()
    answer = site.post("/check/", data)
    assert answer.status_code == 422
    assert "ファイルが選ばれていないか、空" in answer.content.decode()
    assert quarantine.checks() == before


def test_a_large_file_is_told_in_words(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """413 by the announced length and by what really comes, and nothing is left."""
    monkeypatch.setenv("DAIKO_PRECHECK_MEBIBYTES", "1")
    before = quarantine.checks()
    for size in (1024 * 1024 + 1, 3 * 1024 * 1024):
        answer = posted(site, BuiltArchive("a.zip", bytes(size)))
        assert answer.status_code == 413
        assert "1 MiB を超えています" in answer.content.decode()
    assert quarantine.checks() == before


def test_the_page_says_when_it_is_off(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No form, but the command that does the same."""
    monkeypatch.setenv("DAIKO_PRECHECK", "off")
    page = site.get("/check/").content.decode()
    assert "休止しています" in page
    assert '<input type="file"' not in page
    assert posted(site, a_faulty_archive()).status_code == 503


def test_too_many_checks_are_told_to_wait(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with the time to wait, in words and for programs."""
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "1")
    posted(site, a_faulty_archive(), REMOTE_ADDR="192.0.2.77")
    answer = posted(site, a_faulty_archive(), REMOTE_ADDR="192.0.2.77")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


def test_another_site_cannot_send_for_the_visitor() -> None:
    """The form carries a token; without it nothing is taken in."""
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    before = quarantine.checks()
    assert posted(strict, a_faulty_archive()).status_code == 403
    assert quarantine.checks() == before


def test_scripts_are_allowed_here_and_only_here(site: Client) -> None:
    """Own scripts on the pages of the check, none elsewhere; inline ones nowhere."""
    policy = site.get("/check/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in site.get("/rules/").headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]* src=)", site.get("/check/").content.decode())


def test_without_script_the_page_renews_itself(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it runs: persons so far, and a refresh inside noscript."""
    from daiko.precheck import services

    monkeypatch.setattr(services, "_start_runner", lambda *_: None)
    address = posted(site, a_faulty_archive()).headers["Location"]
    page = site.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "順番を待っています" in page
    assert site.get(f"{address}status/").json() == {"phase": "waiting", "done": 0, "total": 0}
    for part in ("mended/", "worklist/", "causes/X-CC-041/"):
        assert site.get(f"{address}{part}").status_code == 409


@given(name=st.text(min_size=1, max_size=40))
def test_any_file_name_comes_through(name: str) -> None:
    """A name is data: no header, path or page breaks."""
    site = Client(SERVER_NAME="localhost", raise_request_exception=False)
    from daiko.precheck import services

    kept, services._start_runner = services._start_runner, lambda *_: None
    try:
        answer = posted(site, BuiltArchive(name, b"x"), REMOTE_ADDR=name)
    finally:
        services._start_runner = kept
        for check_id in quarantine.checks():
            quarantine.remove(check_id)
    assert answer.status_code in (302, 422, 429)


@pytest.fixture(autouse=True)
def empty_quarantine() -> Iterator[None]:
    yield
    for check_id in quarantine.checks():
        quarantine.remove(check_id)
