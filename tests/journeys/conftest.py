"""One month, played once for all journeys of a test process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browsing import Account, ready_accounts, served
from played_month import Installation


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A desk of its own: server, database, objects, secrets."""
    desk = Installation(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.stop()


@pytest.fixture(scope="session")
def month(installation: Installation) -> dict[str, Any]:
    """The object that the demo month ends with."""
    return installation.demo()


@pytest.fixture(scope="module")
def accounts(installation: Installation, month: dict[str, Any]) -> dict[str, Account]:
    """Accounts of the desk where the month was played, renewed for every module."""
    return ready_accounts(installation)


@pytest.fixture(scope="module")
def portal(installation: Installation, accounts: dict[str, Account]) -> Iterator[str]:
    """``daiko serve`` on the desk where the month was played."""
    with served(installation) as url:
        yield url
