"""Nothing is kept: no row, no file, no log line, no process list with personal content.

Ruling 46. The archive holds persons with values that occur nowhere else; the whole way
is gone, with a failure in it, and then everything is looked through.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from building import BuiltArchive, a_claim, a_result, an_archive, another
from daiko.documents.records import Identifier
from daiko.platform.clock import now
from daiko.precheck import quarantine, services
from daiko.standard import oids
from prechecking import checked, files_of_quarantine, posted, wait_until_final

NAME, NUMBER, ADDRESS = "ヒミツノナマエ", "987654321", "東京都秘密町９－９－９"
FILE_NAME = "1319900013_94899010_202606050_1.zip"
SECRETS = (NAME, NUMBER, ADDRESS, "1319900013202606050100000", FILE_NAME)


def the_archive() -> BuiltArchive:
    person = {
        "name": NAME, "address": ADDRESS, "number": Identifier(oids.NUMBER, NUMBER),
    }  # fmt: skip
    return an_archive([another(1), (a_result(), a_claim(**person, claim_amount="1"))])


def rows() -> dict[str, int]:
    """Rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = cursor.fetchall()
        counts = {}
        for schema, table in tables:
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')
            counts[f"{schema}.{table}"] = cursor.fetchone()[0]
    return counts


def names_and_contents(folder: Path) -> str:
    """Every path and every byte below a folder, as text."""
    found = []
    for path in folder.rglob("*"):
        found.append(str(path))
        if path.is_file() and path.suffix != ".pyc":
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


@pytest.mark.django_db
def test_nothing_is_kept(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Upload, progress, result, causes, downloads, API, a failure, the end: no trace of it."""
    caplog.set_level(logging.DEBUG)
    temporary = Path(tempfile.gettempdir())
    site = Client(SERVER_NAME="localhost", raise_request_exception=False)
    before, built = rows(), the_archive()
    strangers = {path.name for path in temporary.iterdir()}

    page = checked(site, built)
    for address in re.findall(r'href="(/check/[^"]+)"', page.page):
        answer = site.get(address)
        assert answer.status_code == 200
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    file = SimpleUploadedFile(built.name, built.data)
    begun = site.post("/api/v1/check", {"archive": file}).json()
    site.get(f"/api/v1/check/{begun['id']}/pairs", headers={"Check-Key": begun["key"]})
    site.get(f"/api/v1/check/{begun['id']}/pairs", headers={"Check-Key": "00"})
    posted(site, BuiltArchive(FILE_NAME, built.data[:-200]))  # a broken one stays until its time

    held = names_and_contents(quarantine.root())
    for secret in (*SECRETS, begun["key"]):
        assert secret not in held, "while it is held, what lies there is sealed"
    assert rows() == before

    site.post(f"/check/{page.id}/end/")
    site.delete(f"/api/v1/check/{begun['id']}", headers={"Check-Key": begun["key"]})
    _all_time_is_over()

    assert rows() == before
    outside = [p for p in temporary.iterdir() if p.name not in strangers and not _is_ours(p)]
    assert [path.name for path in outside if _holds_a_secret(path)] == []
    output = capfd.readouterr()
    logs = "\n".join([caplog.text, output.out, output.err])
    assert "precheck.done" in logs, "the runner's own log is looked through too"
    for secret in (*SECRETS, begun["key"]):
        assert secret not in logs
        assert secret not in names_and_contents(quarantine.root())


def _all_time_is_over() -> None:
    """What nobody ended is erased by its time; only who asks how often is still counted."""
    for check_id in quarantine.checks():
        wait_until_final(check_id)
    services.erase_what_is_over(at=now() + timedelta(minutes=16))
    assert quarantine.checks() == []
    assert all(name.startswith(("rate/", "turns/")) for name in files_of_quarantine())


def _is_ours(path: Path) -> bool:
    """The data folder of the test run holds the database: rows were counted instead."""
    return str(path) == os.environ["DAIKO_HOME"]


def _holds_a_secret(path: Path) -> bool:
    try:
        text = names_and_contents(path) if path.is_dir() else path.read_bytes().decode("latin-1")
    except OSError:
        return False
    return any(secret in text for secret in SECRETS)


def test_the_key_is_in_no_list_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner gets it through a pipe: neither its command line nor its environment has it."""
    seen: list[str] = []

    class Watched(services.subprocess.Popen):  # type: ignore[misc, name-defined]
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            for name in ("cmdline", "environ"):
                seen.append(Path(f"/proc/{self.pid}/{name}").read_bytes().decode("latin-1"))

    monkeypatch.setattr(services.subprocess, "Popen", Watched)
    site = Client(SERVER_NAME="localhost")
    answer = posted(site, the_archive())
    check_id = answer.headers["Location"].split("/")[2]
    key = answer.cookies[f"daiko_check_{check_id}"].value
    wait_until_final(check_id)
    assert seen
    assert all(key not in text and FILE_NAME not in text for text in seen)


def test_the_archive_is_gone_before_the_result_is_shown() -> None:
    """What was sent is erased as soon as the check is done; only results are held."""
    site = Client(SERVER_NAME="localhost")
    page = checked(site, the_archive())
    names = {path.name for path in quarantine.place(page.id).iterdir()}
    assert "archive" not in names
    assert names <= {"head", "cases", "mended", "request", "state", "lock"}
    quarantine.remove(page.id)


def test_a_failure_of_the_program_tells_its_kind_only(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runner cannot unseal what was altered: the page says failed, the log no content."""
    site = Client(SERVER_NAME="localhost")
    kept = services._start_runner

    def altered(check_id: str, key: bytes) -> None:
        path = quarantine.place(check_id) / "archive"
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        kept(check_id, key)

    monkeypatch.setattr(services, "_start_runner", altered)
    address = posted(site, the_archive()).headers["Location"]
    wait_until_final(address.split("/")[2])
    page = site.get(address).content.decode()
    assert "点検を終えられませんでした" in page
    error = capfd.readouterr().err
    assert "SealBrokenError" in error
    assert "Traceback" not in error
    quarantine.remove(address.split("/")[2])
