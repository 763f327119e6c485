"""Workers, the command itself and the server die in the middle of a month."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from daiko.platform.postgres import embedded_server
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
    """kill -9 of checking workers: the demo starts others; same yen, nothing twice."""
    installation = desk("worker")
    demo = installation.start("demo", *PLAN)
    wait_for(lambda: half_checked(installation))
    victims = workers_of(demo.pid)
    assert victims
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    output, _ = demo.communicate()
    assert demo.returncode == 0, output
    assert output.count("起動し直します") >= len(victims)
    assert without_places(installation.demo()) == undisturbed


def test_a_killed_demo_goes_on_where_it_was(desk: Desk, undisturbed: dict[str, Any]) -> None:
    """kill -9 of the command and its workers: the next call finishes the month."""
    installation = desk("command")
    demo = installation.start("demo", *PLAN)
    wait_for(lambda: half_checked(installation))
    kill_group(demo)
    assert without_places(installation.demo()) == undisturbed


def half_checked(installation: Installation) -> bool:
    """Whether the month stands where a kill hurts: some archives checked, some not."""
    try:
        address = embedded_server(installation.home).url()
        with psycopg.connect(address, options="-c daiko.tenant=agency") as connection:
            row = connection.execute(
                "SELECT count(checked_at), count(*) - count(checked_at) FROM reception_submission"
            ).fetchone()
    except psycopg.Error:
        return False  # no server or no table yet
    assert row is not None
    return row[0] > 2 and row[1] > 2
