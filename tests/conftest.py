"""What all tests share: a private PostgreSQL server and the place of the shared facts.

The data folder of the run is made in ``support/private_settings.py``, before Django reads
any setting.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

# The suite tries the same examples every time; `make prove` looks for new ones, for long.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def _embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Start the private server when the first test needs a database."""
    if _embedded():
        from daiko.platform.postgres import embedded_server

        embedded_server(Path(os.environ["DAIKO_HOME"])).start()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Behind the wall from here on: the tenant is the agency, the role owns nothing."""
    from django.db import connection

    from acting import act_as_application
    from daiko.platform import boot
    from daiko.platform.tenancy import AGENCY, process_tenant
    from daiko.platform.wall import lay_wall

    with django_db_blocker.unblock():
        process_tenant(AGENCY)
        lay_wall()
        act_as_application(connection)
    boot._migrate = lambda: None  # done here; commands of tests in this process need not again


@pytest.fixture(autouse=True)
def no_job_outlives_its_test(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Tests that commit are flushed by Django, which does not know the tables of the jobs."""
    yield
    marker = request.node.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction")
    if by_marker or "transactional_db" in request.fixturenames:
        from django.db import connection

        from acting import as_owner

        with django_db_blocker.unblock(), as_owner(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No two tests have one name: pytest-xdist would run one of them and say nothing."""
    names = Counter(item.nodeid for item in items)
    if twice := [name for name, times in names.items() if times > 1]:
        raise pytest.UsageError(f"several tests have one name: {', '.join(twice)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that made the folder stops the server and removes the folder."""
    if os.environ.get("DAIKO_TEST_OWNER") != str(os.getpid()):
        return
    if _embedded():
        from daiko.platform.postgres import embedded_server

        server = embedded_server(Path(os.environ["DAIKO_HOME"]))
        server.stop()
        shutil.rmtree(server.socket, ignore_errors=True)
    shutil.rmtree(os.environ["DAIKO_HOME"], ignore_errors=True)


@pytest.fixture
def web_process() -> Iterator[None]:
    """As in the web process: no tenant but what a request says."""
    from daiko.platform.tenancy import AGENCY, process_tenant

    process_tenant("")
    yield
    process_tenant(AGENCY)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the shared facts: official schemas, code tables, published samples."""
    place = os.environ.get("DAIKO_SHARED")
    folder = Path(place) if place else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "standards").is_dir():
        pytest.skip(f"the shared facts are not at {folder}; set DAIKO_SHARED to judge by them")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for one module; the test is skipped without one."""
    from browsing import chromium

    with chromium() as opened:
        yield opened
