"""Workers, the command itself and the server die in the middle of a month."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from played_month import PLAN, Installation, kill_group, wait_for, workers_of

pytestmark = pytest.mark.own_server
Desk = Callable[[str], Installation]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = []

    def open_desk(name: str) -> Installation:
        opened.append(Installation(tmp_path_factory.mktemp(name)))
        return opened[-1]

    yield open_desk
    for installation in opened:
        installation.stop()


@pytest.fixture(scope="module")
def undisturbed(desk: Desk) -> dict[str, Any]:
    return without_places(desk("undisturbed").demo())


def without_places(outcome: dict[str, Any]) -> dict[str, Any]:
    """The figures; where the files lie differs from desk to desk."""
    bank = {name: value for name, value in outcome["bank_file"].items() if name != "path"}
    return outcome | {"bank_file": bank}


def test_a_killed_worker_is_replaced(desk: Desk, undisturbed: dict[str, Any]) -> None:
    """kill -9 of a checking worker: the demo starts another; same yen, nothing twice."""
    installation = desk("worker")
    demo = installation.start("demo", *PLAN)
    for _ in range(2):
        victim = wait_for(lambda: workers_of(demo.pid))[0]
        wait_for(lambda: checked(installation))
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda victim=victim: victim not in workers_of(demo.pid))
    output, _ = demo.communicate()
    assert demo.returncode == 0, output
    assert "起動し直します" in output
    assert without_places(installation.demo()) == undisturbed


def test_a_killed_demo_goes_on_where_it_was(desk: Desk, undisturbed: dict[str, Any]) -> None:
    """kill -9 of the command and its workers: the next call finishes the month."""
    installation = desk("command")
    demo = installation.start("demo", *PLAN)
    wait_for(lambda: workers_of(demo.pid))
    wait_for(lambda: checked(installation))
    kill_group(demo)
    assert without_places(installation.demo()) == undisturbed


def checked(installation: Installation) -> bool:
    """Whether some archives are checked and some are not, as a clerk would see it."""
    done = installation.run("reception", "list", "--json", check=False)
    return '"state": "accepted"' in done.stdout or '"state": "partly_accepted"' in done.stdout
