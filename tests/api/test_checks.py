"""The check before sending for programs; every failure is a problem in two languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from building import BuiltArchive, an_archive, another
from daiko.precheck import quarantine, services
from prechecking import wait_until_final

CHECK = "/api/v1/check"
PROBLEM = "application/problem+json"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The API; a small check is waited for, however busy this machine is."""
    monkeypatch.setattr("daiko.api.checks._ANSWERED_WITHIN_SECONDS", 120.0)
    yield Client(SERVER_NAME="localhost", raise_request_exception=False)
    for check_id in quarantine.checks():
        quarantine.remove(check_id)


def an_archive_with_one_fault() -> BuiltArchive:
    result, wrong = another(2)
    wrong.claim_amount = "1"  # type: ignore[union-attr]
    return an_archive([another(1), (result, wrong), another(3)])


def begun(site: Client, built: BuiltArchive) -> dict[str, Any]:
    answer = site.post(CHECK, {"archive": SimpleUploadedFile(built.name, built.data)})
    assert answer.status_code == 200, answer.content
    value: dict[str, Any] = answer.json()
    return value


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_small_check_is_answered_at_once(site: Client) -> None:
    """One call: verdict, causes, counts, the key, and where it is."""
    value = begun(site, an_archive_with_one_fault())
    assert value["phase"] == "done"
    result = value["result"]
    assert result["verdict"] == "partly_accepted"
    assert (result["passing"], result["to_mend"]) == (2, 1)
    assert [(c["group"], c["persons"]) for c in result["causes"]] == [("X-CC-041", 1)]
    assert result["causes"][0]["remedy"]["ja"]
    assert result["mended"]["name"].endswith("202606051_1.zip")
    assert "X-CT-001" in result["not_checked"]
    assert bytes.fromhex(value["key"])


def test_pairs_come_in_pages(site: Client) -> None:
    """All pairs by name, each with its own verdict and findings."""
    value = begun(site, an_archive_with_one_fault())
    address, key = f"{CHECK}/{value['id']}/pairs", {"Check-Key": value["key"]}
    page = site.get(f"{address}?offset=1&limit=1", headers=key).json()
    assert (page["total"], page["offset"]) == (3, 1)
    (pair,) = page["pairs"]
    assert pair["verdict"] == "returned"
    assert [f["rule"] for f in pair["findings"]] == ["X-CC-041"]
    assert pair["findings"][0]["group"] == "X-CC-041"
    assert site.get(f"{address}?offset=9", headers=key).json()["pairs"] == []


def test_the_mended_archive_passes(site: Client) -> None:
    """Fetched by program, checked again as a bare body under its new name."""
    value = begun(site, an_archive_with_one_fault())
    answer = site.get(f"{CHECK}/{value['id']}/mended", headers={"Check-Key": value["key"]})
    name = answer.headers["Content-Disposition"].partition('"')[2].rstrip('"')
    again = site.post(f"{CHECK}?name={name}", content(answer), content_type="application/zip")
    assert again.json()["result"]["verdict"] == "accepted"
    missing = site.get(
        f"{CHECK}/{again.json()['id']}/mended", headers={"Check-Key": again.json()["key"]}
    )
    assert (missing.status_code, missing.json()["code"]) == (404, "nothing-mended")


def test_the_worklist_is_csv(site: Client) -> None:
    """In the language that is asked for."""
    value = begun(site, an_archive_with_one_fault())
    address, key = f"{CHECK}/{value['id']}/worklist", {"Check-Key": value["key"]}
    answer = site.get(address, headers=key)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert content(answer).decode("utf-8-sig").startswith("組,")
    assert content(site.get(f"{address}?language=en", headers=key))[3:].startswith(b"pair,")


def test_a_long_check_is_asked_for_again(site: Client) -> None:
    """202 with Location and Retry-After; then done at that address."""
    built = an_archive_with_one_fault()
    answer = site.post(
        f"{CHECK}?name={built.name}", built.data, content_type="application/octet-stream",
        headers={"Prefer": "respond-async"},
    )  # fmt: skip
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == "1"
    value = answer.json()
    assert value["result"] is None
    wait_until_final(value["id"])
    later = site.get(answer.headers["Location"], headers={"Check-Key": value["key"]})
    assert later.json()["phase"] == "done"
    assert "key" not in later.json()


def test_an_unfinished_check_has_no_result(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """409 for everything that needs one, and it can be erased while it waits."""
    monkeypatch.setattr(services, "_start_runner", lambda *_: None)
    built = an_archive_with_one_fault()
    value = site.post(
        f"{CHECK}?name={built.name}", built.data, content_type="application/zip",
        headers={"Prefer": "respond-async"},
    ).json()  # fmt: skip
    key = {"Check-Key": value["key"]}
    for part in ("pairs", "mended", "worklist"):
        answer = site.get(f"{CHECK}/{value['id']}/{part}", headers=key)
        assert (answer.status_code, answer.json()["code"]) == (409, "check-not-finished")
    assert site.delete(f"{CHECK}/{value['id']}", headers=key).status_code == 204
    assert quarantine.checks() == []


def test_only_the_key_opens_a_check(site: Client) -> None:
    """A wrong key, one that is no key, and an unknown id: the same answer."""
    value = begun(site, an_archive([another(1)]))
    addresses = [(value["id"], "00" * 32), (value["id"], "no key"), ("0" * 24, value["key"])]
    answers = [site.get(f"{CHECK}/{i}", headers={"Check-Key": key}) for i, key in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert site.delete(f"{CHECK}/{value['id']}", headers={"Check-Key": "00"}).status_code == 404
    assert site.get(f"{CHECK}/{value['id']}", headers={"Check-Key": value["key"]}).json()["result"]


@pytest.mark.parametrize(
    ("method", "path", "extra", "status"),
    [
        ("get", "/api/v1/none", {}, 404),
        ("get", f"{CHECK}/x", {}, 422),
        ("put", CHECK, {}, 405),
        ("delete", "/api/v1/rules", {}, 405),
        ("post", CHECK, {"data": b"x", "content_type": "text/plain"}, 415),
        ("post", CHECK, {"data": b"x", "content_type": "application/zip"}, 422),
        ("post", CHECK, {"data": {}}, 422),
        ("post", CHECK, {"data": b"x", "content_type": "multipart/form-data"}, 400),
        (
            "post",
            f"{CHECK}?name={'x' * 300}",
            {"data": b"x", "content_type": "application/zip"},
            422,
        ),
        ("get", "/api/v1/rules/none", {}, 404),
    ],
)
def test_every_failure_is_a_problem(
    site: Client, method: str, path: str, extra: dict[str, Any], status: int
) -> None:
    """RFC 9457 in both languages, also where the framework answers."""
    answer = getattr(site, method)(path, **extra)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == PROBLEM
    value = answer.json()
    assert value["status"] == status
    assert value["type"] == f"urn:daiko:problem:{value['code']}"
    for language in ("ja", "en"):
        assert value[language]["title"]
        assert value[language]["detail"]
    if status == 405:
        assert answer.headers["Allow"]


def test_limits_are_problems_too(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """413, 429 and 503, the last two with the time to wait."""
    built = an_archive([another(1)])
    send = {"data": built.data, "content_type": "application/zip"}
    monkeypatch.setenv("DAIKO_PRECHECK_MEBIBYTES", "1")
    large = {"data": bytes(2 * 1024 * 1024), "content_type": "application/zip"}
    answer = site.post(f"{CHECK}?name=a.zip", **large)
    assert (answer.status_code, answer.json()["code"]) == (413, "archive-too-large")
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "1")
    site.post(f"{CHECK}?name=a.zip", **send, REMOTE_ADDR="192.0.2.9")
    answer = site.post(f"{CHECK}?name=a.zip", **send, REMOTE_ADDR="192.0.2.9")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    monkeypatch.setenv("DAIKO_PRECHECK", "off")
    answer = site.post(f"{CHECK}?name=a.zip", **send)
    assert (answer.status_code, answer.json()["code"]) == (503, "precheck-off")


def test_a_broken_program_tells_nothing(
    site: Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """500 as a problem; neither answer nor log has the message of the error."""
    from daiko.api import checks

    def broken(*_: Any) -> Any:
        raise RuntimeError("ヒミツ")

    monkeypatch.setattr(checks, "_taken_in", broken)
    answer = site.post(f"{CHECK}?name=a.zip", b"x", content_type="application/zip")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    out = capfd.readouterr()
    assert "ヒミツ" not in answer.content.decode() + out.out + out.err


def test_rules_are_a_list_and_one(site: Client) -> None:
    """The whole catalogue with what is not built and why; found by id and by words."""
    all_rules = site.get("/api/v1/rules").json()
    assert all_rules["total"] == len(all_rules["rules"]) > 300
    for rule in all_rules["rules"]:
        assert rule["built"] or rule["not_built_because"]["ja"]
    one = site.get("/api/v1/rules/x-cc-029").json()
    assert one["rule"] == "X-CC-029"
    assert one["remedy"]["ja"]
    found = site.get("/api/v1/rules?q=有効期限").json()
    assert "X-EL-003" in [rule["rule"] for rule in found["rules"]]


def test_the_description_fits_what_is_answered(site: Client) -> None:
    """OpenAPI names the problems with their media type and every address that is there.

    401 stands everywhere: a certificate that failed is refused before a public operation, too.
    """
    schema = site.get("/api/v1/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/v1/check", "/api/v1/check/{check_id}", "/api/v1/check/{check_id}/pairs",
        "/api/v1/check/{check_id}/mended", "/api/v1/check/{check_id}/worklist",
        "/api/v1/rules", "/api/v1/rules/{rule_id}", "/api/v1/me", "/api/v1/submissions",
        "/api/v1/packages", "/api/v1/packages/{archive_name}",
    }  # fmt: skip
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert {"400", "401", "405", "422", "500"} <= operation["responses"].keys()
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == [PROBLEM]
    json.dumps(schema)


def test_the_reference_is_a_page_without_anything_from_elsewhere(site: Client) -> None:
    """Every operation, in both languages; no script, no address of another host."""
    page = site.get("/api/v1/").content.decode()
    for text in ("POST /api/v1/check", "Check-Key", "429", "CauseOut"):
        assert text in page
    for_programs = page.count("クライアント証明書と API 資格情報（Authorization: Bearer）が必要")
    assert for_programs == 5  # me, submissions twice, packages twice
    assert "<script" not in page
    site.post("/language/", {"language": "en"})
    assert "API reference" in site.get("/api/v1/").content.decode()
