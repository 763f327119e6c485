"""Several web processes, killed processes, broken connections: state is in the quarantine only."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from building import an_archive, another
from daiko.platform.clock import now
from daiko.precheck import quarantine, services, sweeping
from daiko.precheck.quarantine import Phase
from played_month import wait_for
from prechecking import posted, wait_until_final

BOUNDARY = "----daiko"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


class Site:
    """gunicorn with three workers on a data folder of its own; needs no database."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.quarantine = home / "quarantine"
        self.server = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "daiko.platform.wsgi", "--workers", "3",
                "--bind", f"localhost:{self.port}", "--no-control-socket",
            ],
            env={
                **os.environ,
                "DAIKO_HOME": str(home),
                "DAIKO_QUARANTINE": str(self.quarantine),
                "DATABASE_URL": "postgresql://none/none",
            },
            start_new_session=True,
        )  # fmt: skip
        wait_for(self._answers)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/api/v1/rules/X-CC-029")[0] == 200
        except OSError:
            return False

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """One request on a connection of its own, so that any worker may take it."""
        connection = http.client.HTTPConnection("localhost", self.port)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def folders(self) -> list[str]:
        return [p.name for p in self.quarantine.iterdir() if re.fullmatch("[0-9a-f]{24}", p.name)]

    def stop(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "10000")
        opened = Site(tmp_path_factory.mktemp("house"))
    yield opened
    opened.stop()


def test_any_process_answers_for_any_check(site: Site) -> None:
    """Begun by one of three, asked of all, though the one that began it is killed."""
    built = an_archive([another(serial) for serial in range(1, 30)])
    status, content = site.ask(
        "POST", f"/api/v1/check?name={built.name}", built.data,
        Content_Type="application/zip", Prefer="respond-async",
    )  # fmt: skip
    assert status == 202
    begun = json.loads(content)
    where = f"/api/v1/check/{begun['id']}"
    for worker in site.workers():
        os.kill(worker, signal.SIGKILL)  # every web process of that moment

    def done() -> bool:
        try:
            status, content = site.ask(
                "GET", f"/api/v1/check/{begun['id']}", Check_Key=begun["key"]
            )
        except (OSError, http.client.HTTPException):
            return False
        return status == 200 and json.loads(content)["phase"] == "done"

    wait_for(done)
    answers = {site.ask("GET", where, Check_Key=begun["key"])[1] for _ in range(20)}
    assert len(answers) == 1
    assert json.loads(answers.pop())["result"]["passing"] == 29
    site.ask("DELETE", where, Check_Key=begun["key"])
    assert begun["id"] not in site.folders()


@pytest.mark.parametrize("kind", ["application/zip", f"multipart/form-data; boundary={BOUNDARY}"])
def test_an_upload_that_breaks_off_leaves_nothing(site: Site, kind: str) -> None:
    """The connection ends in the middle: no folder, no half an archive stays."""
    before = set(site.folders())
    head = (
        f"POST /api/v1/check?name=a.zip HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: {kind}\r\nContent-Length: 5000000\r\n\r\n"
    ).encode()
    part = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n'
    ).encode()
    with socket.create_connection(("localhost", site.port)) as connection:
        connection.sendall(head + (part if BOUNDARY in kind else b"") + bytes(1_000_000))
        wait_for(lambda: set(site.folders()) - before)
    wait_for(lambda: not set(site.folders()) - before)


def test_a_killed_runner_is_told() -> None:
    """Its lock falls with it: the page says that the check stopped, and what to do."""
    browser = Client(SERVER_NAME="localhost")
    built = an_archive([another(serial) for serial in range(1, 1500)])
    address = posted(browser, built).headers["Location"]
    check_id = address.split("/")[2]
    wait_for(lambda: quarantine.read_state(check_id, at=now()).phase is Phase.CHECKING)
    runner = wait_for(lambda: _runner_of(check_id))
    os.kill(runner, signal.SIGKILL)
    later = now() + timedelta(seconds=60)
    wait_for(lambda: quarantine.read_state(check_id, at=later).phase is Phase.LOST)
    state = quarantine.place(check_id) / "state"
    value = json.loads(state.read_text())
    state.write_text(json.dumps(value | {"changed_at": (now() - timedelta(minutes=2)).isoformat()}))
    page = browser.get(address).content.decode()
    assert "点検を終えられませんでした" in page
    assert "もう一度" in page
    quarantine.remove(check_id)


def _runner_of(check_id: str) -> int | None:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"daiko.precheck.runner" in words and check_id.encode() in words:
                return int(entry.name)
    return None


def test_ending_stops_the_runner() -> None:
    """消去する while it works: the folder is gone at once, and the process with the next person."""
    browser = Client(SERVER_NAME="localhost")
    built = an_archive([another(serial) for serial in range(1, 1500)])
    address = posted(browser, built).headers["Location"]
    check_id = address.split("/")[2]
    wait_for(lambda: quarantine.read_state(check_id, at=now()).phase is Phase.CHECKING)
    browser.post(f"{address}end/")
    assert not quarantine.place(check_id).exists()
    wait_for(lambda: _runner_of(check_id) is None)
    assert not quarantine.place(check_id).exists()


def test_checks_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one place to work in, three checks all come to their end."""
    monkeypatch.setenv("DAIKO_PRECHECK_RUNNING", "1")
    browser = Client(SERVER_NAME="localhost")
    built = an_archive([another(1)])
    ids = [posted(browser, built).headers["Location"].split("/")[2] for _ in range(3)]
    for check_id in ids:
        wait_until_final(check_id)
        assert quarantine.read_state(check_id, at=now()).phase is Phase.DONE
        quarantine.remove(check_id)


def test_a_web_process_erases_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """From its start on, in a thread of its own, once however often it is asked."""
    monkeypatch.setattr(sweeping, "_SECONDS", 0.05)
    monkeypatch.setattr(sweeping, "_started", [])
    over = quarantine.make(b"x" * 32, at=now() - timedelta(hours=2))
    fresh = quarantine.make(b"y" * 32, at=now())
    sweeping.keep_sweeping()
    sweeping.keep_sweeping()
    assert len(sweeping._started) == 1
    wait_for(lambda: not quarantine.place(over).exists())
    assert quarantine.place(fresh).exists()
    quarantine.remove(fresh)


def test_the_job_erases_too() -> None:
    """The third guard, in a worker."""
    from daiko.precheck.jobs import erase_what_is_over

    over = quarantine.make(b"x" * 32, at=now() - timedelta(hours=2))
    erase_what_is_over(timestamp=int(time.time()))
    assert not quarantine.place(over).exists()
    assert services.erase_what_is_over(at=now()) == 0
