"""Frame of every page: which of the four portals it belongs to, its menu, who is here.

The portal follows from the person's organisation: providers, insurers and the agency have
their own, everybody without a sign-in the public pages. A menu shows what its reader may
open and nothing else; permissions are asked again by every page.
Source: journeys 1, 3, 4, 6; standards/security-controls.md A1.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse

from daiko.people.openings import emergency_is_open
from daiko.people.sessions import SignedIn
from daiko.people.web import person_of
from daiko.platform.acts import Requires, declared
from daiko.platform.clock import now, tokyo_date
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import seen_as
from daiko.portal.offices import office_name
from daiko.portal.templatetags.daiko_words import tr
from daiko.registry import queries as registry
from daiko.registry.queries import OfficeRow

_P = Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One link of a menu or of tabs."""

    url: str
    label: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of a menu and what its reader must be allowed; ``None`` is everybody."""

    page: str
    ja: str
    en: str
    permission: Permission | None = None
    below: tuple[str, ...] = ()  # other addresses that belong to it


_PEOPLE: Final = (
    Entry("portal:accounts", "利用者", "People", _P.AGENCY_ACCOUNT_READ),
    Entry("portal:accounts", "利用者", "People", _P.ORGANISATION_ACCOUNT_MANAGE),
)
"""No role holds both permissions."""
_CHECK: Final = Entry("portal:check", "送る前に点検", "Check before sending")
_RULES: Final = Entry("portal:rules", "点検ルール集", "Rule book")
_API: Final = Entry("api-document", "API 文書", "API")
_PUBLIC: Final = (_CHECK, _RULES, _API)

MENUS: Final[dict[str, tuple[Entry, ...]]] = {
    "provider": (
        Entry("provider:home", "ホーム", "Home", _P.PROVIDER_SUBMISSION_READ),
        Entry("provider:send", "送信", "Send", _P.PROVIDER_SUBMISSION_CREATE),
        Entry("provider:submissions", "送信の状況", "Submissions", _P.PROVIDER_SUBMISSION_READ),
        Entry("provider:persons", "お一人ずつの状況", "Persons", _P.PROVIDER_SUBMISSION_READ),
        Entry("provider:registry", "登録と契約", "Contracts", _P.PROVIDER_CONTRACT_READ),
        *_PEOPLE,
        _CHECK,
        _RULES,
    ),
    "insurer": (
        Entry("insurer:home", "ホーム", "Home", _P.INSURER_INVOICE_READ),
        Entry("insurer:packages", "データの受取", "Packages", _P.INSURER_PACKAGE_READ),
        Entry("insurer:invoices", "請求書", "Invoices", _P.INSURER_INVOICE_READ),
        Entry("insurer:registry", "登録と契約", "Contracts and cards", _P.INSURER_CONTRACT_READ),
        *_PEOPLE,
        _RULES,
    ),
    "agency": (
        Entry("portal:home", "処理月", "Months", _P.AGENCY_MONTH_READ, ("/months/",)),
        Entry("portal:submissions", "受付", "Reception", _P.AGENCY_SUBMISSION_READ),
        Entry("portal:registry", "台帳", "Registry", _P.AGENCY_REGISTRY_READ),
        Entry("audit:trail", "監査証跡", "Audit trail", _P.AGENCY_AUDIT_READ),
        *_PEOPLE,
        Entry("portal:openings", "非常時・保守", "Emergency", _P.AGENCY_OPENING_READ),
        *_PUBLIC,
    ),
    "public": _PUBLIC,
}
_NAMES: Final = {
    "provider": ("健診・保健指導機関の窓口", "for providers"),
    "insurer": ("保険者の窓口", "for insurers"),
    "agency": ("代行機関の業務", "for the agency"),
    "public": (
        "特定健診・特定保健指導の決済代行",
        "clearing agency for health checkups and guidance",
    ),
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page shows."""
    person = person_of(request)
    proven = person if person is not None and person.is_proven else None
    with seen_as(proven.sees) if proven else nullcontext():
        return _frame(request, proven)


def _frame(request: HttpRequest, proven: SignedIn | None) -> dict[str, Any]:
    """As the reader's organisation sees it."""
    portal = portal_of(proven.tenant) if proven else "public"
    return {
        "navigation": _menu(request, proven, MENUS.get(portal, _PUBLIC)),
        "portal_name": tr(*_NAMES[portal]),
        "signed_in": proven,
        "organisation": _whose(proven) if proven else "",
        "emergency_is_open": _tells_emergency(proven),
        "path": request.path,
        "full_path": request.get_full_path(),
        "agency_number": settings.AGENCY_NUMBER,
        "contact": _contact(proven) if proven else None,
    }


def portal_of(tenant: str) -> str:
    """Which portal an organisation's people use.

    >>> portal_of("provider:1319900013")
    'provider'
    """
    return tenant.partition(":")[0]


def first_page(person: SignedIn) -> str:
    """Where somebody begins who does not look at months: the first page of the own menu."""
    entries = MENUS.get(portal_of(person.tenant), _PUBLIC)
    return next(
        reverse(entry.page)
        for entry in entries
        if _may(person, entry.permission) and entry.page != "portal:home"
    )


def _organisation(tenant: str) -> str:
    """The name of the reader's organisation with its number."""
    kind, _, number = tenant.partition(":")
    if kind == "agency":
        profile = registry.agency(settings.AGENCY_NUMBER, tokyo_date(now()))
        return profile.name if profile else tr("代行機関", "Agency")
    known = (registry.providers if kind == "provider" else registry.insurers)([number])
    row: Any = known.get(number)
    return f"{number} {row.name}" if row else number


def _tells_emergency(person: SignedIn | None) -> bool:
    """Everybody of the agency sees that an emergency account is open (A9)."""
    if person is None or portal_of(person.tenant) != "agency":
        return False
    return emergency_is_open(now())


def _whose(person: SignedIn) -> str:
    """The organisation, and the branch where rights end at its prefecture."""
    return f"{_organisation(person.tenant)} {office_name(person.office)}".strip()


def _contact(person: SignedIn) -> OfficeRow | None:
    """The office of the agency that stands for the person's organisation."""
    kind, _, number = person.tenant.partition(":")
    if kind == "agency":
        return None
    office_of = registry.office_of_provider if kind == "provider" else registry.office_of_insurer
    return office_of(number, tokyo_date(now()))


def opens(person: SignedIn, url: str) -> bool:
    """Whether somebody may open a page of ours, by what its view declares: no dead links.

    Raises ``Resolver404`` for an address that is none.
    """
    access = declared(resolve(urlsplit(url).path).func)
    return not isinstance(access, Requires) or any(map(person.may, access.any_of))


def _may(person: SignedIn | None, permission: Permission | None) -> bool:
    return permission is None or (person is not None and person.may(permission))


def _menu(request: HttpRequest, person: SignedIn | None, entries: tuple[Entry, ...]) -> list[Item]:
    """What the reader may open; of entries below each other the lowest is where they are."""
    items = [_item(request, entry) for entry in entries if _may(person, entry.permission)]
    here = max((item.url for item in items if item.is_current), key=len, default="")
    return [replace(item, is_current=item.url == here) for item in items]


def _item(request: HttpRequest, entry: Entry) -> Item:
    url = reverse(entry.page)
    is_home = entry.page.endswith(":home")
    inside = request.path == url or (not is_home and request.path.startswith(url))
    inside = inside or any(request.path.startswith(folder) for folder in entry.below)
    return Item(url, tr(entry.ja, entry.en), inside)
