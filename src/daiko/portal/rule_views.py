"""The public rule book: search and filter the rules, and one page per rule.

Source: journeys (点検ルール集: search by id, words, code). Nothing of a person is shown and
nothing is stored. An operator may lay a file ``official_codes.csv`` (columns rule, code,
text, source) into the data folder when a user brings a real error sheet: its codes are
shown and found at once.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daiko.checks.official_codes import OfficialCode, read_official_codes
from daiko.checks.rule_pages import RulePage, all_pages, rule_page, terms
from daiko.checks.rule_search import Found, same_rule, search_rules
from daiko.checks.rulebook import UnknownRuleError
from daiko.platform.home import home
from daiko.portal.access import public
from daiko.portal.paging import read_page

log = structlog.get_logger()
CODES_FILE: Final = "official_codes.csv"
BUILT: Final = ("yes", "no", "outside")
QUERY_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """Some pages of the rule book and how many meet the filters."""

    rows: Sequence[RulePage]
    total: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; unknown values count as not asked."""

    text: str
    subject: str
    severity: str
    basis: str
    built: str

    @property
    def any(self) -> bool:
        return bool(self.text or self.subject or self.severity or self.basis or self.built)

    def admits(self, page: RulePage) -> bool:
        return (
            self.subject in ("", page.subject.key)
            and self.severity in ("", page.severity.key)
            and self.basis in ("", page.basis.key)
            and self.built in ("", built_key(page))
        )


def built_key(page: RulePage) -> str:
    """yes, no (a rule of the agency without function) or outside (no check of an agency)."""
    if page.is_built:
        return "yes"
    return "outside" if page.outside else "no"


@public("the rule book is published")
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Rules by words and filters, the best first, fifty a page."""
    filters = _filters(request)
    found = search_rules(filters.text, official=official_codes())
    pages = [page for rule_id in found.ids if filters.admits(page := all_pages()[rule_id])]
    context = {
        "page": read_page(
            request, lambda offset, limit: Rows(pages[offset : offset + limit], len(pages))
        ),
        "filters": filters,
        "rules_url": reverse("portal:rules"),
        "is_close": found.is_close,
        "hidden": _hidden(found, len(pages)),
        "total": len(all_pages()),
        "checked": sum(page.is_built for page in all_pages().values()),
        "choices": {
            "subject": terms("subject"),
            "severity": terms("severity"),
            "basis": terms("basis"),
        },
    }
    return render(request, "portal/rules.html", context)


def _hidden(found: Found, shown: int) -> int:
    """How many rules meet the words but not the other filters."""
    return len(found.ids) - shown


@public("the rule book is published")
@require_safe
def rule_detail(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule. Another writing of its id (``x-cc-034``, ``xcc34``) leads to its address."""
    try:
        page = rule_page(rule_id, official=official_codes())
    except UnknownRuleError:
        return _other_writing(rule_id)
    order = list(all_pages())
    place = order.index(rule_id)
    context = {
        "rule": page,
        "subject_url": f"{reverse('portal:rules')}?{urlencode({'subject': page.subject.key})}",
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
    }
    return render(request, "portal/rule.html", context)


def _other_writing(text: str) -> HttpResponse:
    known = same_rule(text)
    if known is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("portal:rule", args=[known]))


def _filters(request: HttpRequest) -> Filters:
    return Filters(
        text=request.GET.get("q", "").strip()[:QUERY_MAX],
        subject=_one_of(request, "subject", terms("subject")),
        severity=_one_of(request, "severity", terms("severity")),
        basis=_one_of(request, "basis", terms("basis")),
        built=_one_of(request, "built", BUILT),
    )


def _one_of(request: HttpRequest, name: str, known: Container[str]) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""


def official_codes() -> tuple[OfficialCode, ...]:
    """Codes of this installation; none while the file is absent or has a bad row."""
    path = home() / CODES_FILE
    try:
        return _read_codes(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return ()


@lru_cache(maxsize=4)
def _read_codes(path: Path, changed: int) -> tuple[OfficialCode, ...]:
    """The file as it stood at ``changed``; a bad file is told in the log, once."""
    try:
        return read_official_codes(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:  # a bad row, or no UTF-8
        log.warning("rules.official_codes.unreadable", reason=str(error), changed=changed)
        return ()
