"""Every page of the four portals in a real browser, empty and filled: found, sound, told.

The pages are those of the table of addresses. Each role follows links from its first page,
one example of each address; a page that no link of any role leads to, and that no other
journey looks at, fails the test. Each page has no violation of axe, nothing but tables
scrolls sideways, it has one first heading, the right language, and nothing the browser
complains of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, Error, Page

from browsing import (
    RULES,
    Account,
    complaints_of,
    give_code,
    picture,
    present_code,
    ready_accounts,
    registered_desk,
    served,
    sign_in,
    sticking_out,
    violations,
)
from daiko.platform.acts import Public, Requires
from daiko.platform.permissions import Permission
from daiko.portal.declared import views
from played_month import Installation

pytestmark = pytest.mark.own_server

ROLES: Final = (
    "public",
    "provider_clerk",
    "provider_admin",
    "insurer_clerk",
    "insurer_admin",
    "agency_checker",
    "agency_settlement",
    "agency_approver",
    "security_officer",
    "auditor",
    "sysadmin",
)
NARROW: Final = (
    "public",
    "provider_clerk",
    "insurer_clerk",
    "agency_settlement",
    "security_officer",
)
EMPTY: Final = ("provider_clerk", "insurer_clerk", "agency_settlement", "security_officer")
STARTS: Final = {"public": ("/", "/check/", "/rules/", "/sign-in/")}
UNLINKED: Final = ("/internal/components/", "/nothing-here/")

COMMON: Final = frozenset(
    view.name
    for view in views()
    if isinstance(view.access, Public)
    or (isinstance(view.access, Requires) and view.access.any_of == {Permission.OWN_ACCOUNT_MANAGE})
) - {"home"}
DIFFERS: Final = frozenset(
    {"home", "accounts", "account-of", "networks", "programs", "certificates", "openings"}
    | {"registry", "registry-proposals", "submission"}
)
"""Pages that show each role something else."""
LOOKED_AT_ELSEWHERE: Final = {
    "second-step": "test_people_browser",
    "lock": "test_people_browser",
    "prove": "test_people_browser",
    "invitation": "test_people_browser",
    "enrol": "test_people_browser",
    "enrol-app": "test_people_browser",
    "check-result": "test_precheck_browser",
    "check-cause": "test_precheck_browser",
    "check-status": "test_precheck_browser",
    "registry-proposal": "test_four_eyes_browser",
    "program": "test_people_browser",
    "program-issue": "test_people_browser",
    "program-rotate": "test_people_browser",
    "program-revoke": "test_people_browser",
    "certificate-revoke": "test_people_browser",
    "opening": "test_people_browser",
}
"""Pages that only an act leads to (a half-proven session, a sent file), and who looks at them."""


FILTERED: Final = {"/registry/": "/registry/?kind=provider"}
"""Lists whose other rows lead to other pages."""
FILES: Final = frozenset({"check-mended", "check-worklist", "fetch", "return"})
"""Addresses that answer with a file and do not look so."""


@pytest.fixture(scope="module")
def common() -> set[tuple[str, str]]:
    """Which pages that are the same for everybody were looked at, in which pass."""
    return set()


@pytest.fixture(scope="module")
def reached() -> set[str]:
    """Names of the addresses that were shown as pages, by any role."""
    return set()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with registered_desk(tmp_path_factory.mktemp("bare")) as desk:
        yield desk


@pytest.fixture(scope="module")
def bare_accounts(bare: Installation) -> dict[str, Account]:
    return ready_accounts(bare)


@pytest.fixture(scope="module")
def bare_portal(bare: Installation, bare_accounts: dict[str, Account]) -> Iterator[str]:
    with served(bare) as url:
        yield url


class Walk:
    """One role's way through everything its links lead to."""

    def __init__(self, browser: Browser, site: str, *, width: int, language: str) -> None:
        self.language = language
        self.context: BrowserContext = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            bypass_csp=True,  # axe brings its own script
        )
        self.context.add_cookies([{"name": "daiko_language", "value": "ja", "url": site}])
        self.page: Page = self.context.new_page()
        self.heard = complaints_of(self.page)
        self.site = site
        self.shown: dict[str, str] = {}  # name of the address → an example

    def enter(self, desk: Installation, account: Account) -> str:
        """Both factors, freshly; where this role's work begins."""
        self.page.goto("/account/")
        if "/sign-in/" in self.page.url:
            sign_in(self.page, account)
        self.page.goto("/prove/")
        give_code(self.page, present_code(desk, account))
        self.page.wait_for_load_state()
        return urlsplit(self.page.url).path

    def speak(self) -> None:
        cookie = {"name": "daiko_language", "value": self.language, "url": self.site}
        self.context.add_cookies([cookie])

    def through(self, starts: tuple[str, ...], name: str, common: set[tuple[str, str]]) -> None:
        """Follow links; one example of every address.

        What is the same for everybody is opened once in a pass; what is the same for one
        portal is opened by each role, for its links, and looked at once.
        """
        way, _, role = name.partition("-")
        portal = role.partition("_")[0]
        portal = portal if portal in ("public", "provider", "insurer") else "agency"
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            known = _name(path)
            if known in self.shown or (way, known) in common or not self._shows(path):
                continue
            self.shown[known] = path
            waiting.extend(self._links())
            once = (way, known if known in COMMON else f"{portal} {known}")
            if once not in common or known in DIFFERS:
                self._look(path, f"{name}-{known}")
            common.add(once)
            if path in FILTERED:
                self._shows(FILTERED[path])
                waiting.extend(self._links())

    def _shows(self, path: str) -> bool:
        """Whether there is a page to look at; a link that leads to nothing is a fault."""
        self.heard.clear()
        try:
            answer = self.page.goto(path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return False  # a file is saved, not shown
        assert answer is not None
        assert answer.status == 200 or path in UNLINKED, (path, answer.status)
        return answer.headers.get("content-type", "").startswith("text/html")

    def _look(self, path: str, name: str) -> None:
        picture(self.page, name)
        assert violations(self.page, rules=RULES) == [], path
        assert sticking_out(self.page) == [], path
        assert self.page.locator("h1").count() == 1, path
        assert self.page.get_attribute("html", "lang") == self.language, path
        assert [text for text in self.heard if "404" not in text] == [], path

    def _links(self) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.href)"
        )
        own = [urlsplit(link) for link in found if link.startswith(self.site)]
        return [link.path for link in own]


def _name(path: str) -> str:
    """The name of an address of the site; a page that is not there has one too."""
    try:
        match = resolve(path)
    except Resolver404:
        return "not-there"
    return match.view_name.rpartition(":")[2] if match.view_name else path


def _walk(
    browser: Browser, site: str, desk: Installation, account: Account | None, **how: Any
) -> Walk:
    walk = Walk(browser, site, width=how["width"], language=how["language"])
    starts = STARTS["public"]
    if account is not None:
        starts = (walk.enter(desk, account), *UNLINKED)
    walk.speak()
    walk.through(starts, how["name"], how["common"])
    walk.context.close()
    return walk


@pytest.mark.parametrize("role", ROLES)
def test_filled(
    browser: Browser,
    portal: str,
    installation: Installation,
    accounts: dict[str, Account],
    reached: set[str],
    common: set[tuple[str, str]],
    role: str,
) -> None:
    """On the desk where a month was played, wide, in Japanese."""
    walk = _walk(
        browser, portal, installation, accounts.get(role),
        width=1280, language="ja", name=f"filled-{role}", common=common,
    )  # fmt: skip
    assert len(walk.shown) > 3
    reached.update(walk.shown)


def test_no_page_is_missed(reached: set[str]) -> None:
    """Every address that shows a page was shown to somebody by a link."""
    wanted = {view.name for view in views() if not view.verb and view.name}
    files = {view.name for view in views() if not view.verb and _is_no_page(view.route, view.name)}
    missed = wanted - files - reached - set(LOOKED_AT_ELSEWHERE) - _acts()
    assert sorted(missed) == []
    assert not set(LOOKED_AT_ELSEWHERE) - wanted  # no name of the past


def _is_no_page(route: str, name: str) -> bool:
    """Files of their own kind, and what programs ask."""
    last = route.rstrip("/").rpartition("/")[2]
    return "." in last or name in FILES or name in ("api-root", "openapi-json")


def _acts() -> set[str]:
    """Addresses that take a form and show nothing: they refuse to be read."""
    return {entry.name for entry in _patterns(get_resolver()) if _takes_forms_only(entry.callback)}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        elif entry.name:
            yield entry


def _takes_forms_only(view: Any) -> bool:
    """The list of methods is in the closure of ``require_http_methods``, below our wrappers."""
    while view is not None:
        cells = [cell.cell_contents for cell in getattr(view, "__closure__", None) or ()]
        if ["POST"] in cells:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


@pytest.mark.parametrize("role", NARROW)
def test_narrow_in_english(
    browser: Browser,
    portal: str,
    installation: Installation,
    accounts: dict[str, Account],
    common: set[tuple[str, str]],
    role: str,
) -> None:
    """The same, as wide as a telephone."""
    _walk(
        browser, portal, installation, accounts.get(role),
        width=320, language="en", name=f"narrow-{role}", common=common,
    )  # fmt: skip


@pytest.mark.parametrize("role", EMPTY)
def test_empty(
    browser: Browser,
    bare_portal: str,
    bare: Installation,
    bare_accounts: dict[str, Account],
    common: set[tuple[str, str]],
    role: str,
) -> None:
    """Before anything was received: what there is to do next, and no less sound."""
    _walk(
        browser, bare_portal, bare, bare_accounts.get(role),
        width=1280, language="ja", name=f"empty-{role}", common=common,
    )  # fmt: skip


def test_public_addresses_are_few() -> None:
    """What a stranger can open says why; these are walked as the public."""
    public = {view.name for view in views() if isinstance(view.access, Public)}
    assert {"check", "rules", "sign-in"} <= public
