"""The main menu, the same on every page."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from daiko.people.permissions import Permission
from daiko.people.web import person_of
from daiko.portal.templatetags.daiko_words import tr

_ITEMS: Final[tuple[tuple[str, str, str, Permission | None], ...]] = (
    ("portal:home", "処理月", "Months", Permission.AGENCY_MONTH_READ),
    ("portal:submissions", "受付", "Reception", Permission.AGENCY_SUBMISSION_READ),
    ("portal:check", "送る前に点検", "Check before sending", None),
    ("portal:rules", "点検ルール集", "Rule book", None),
    ("api-document", "API 文書", "API", None),
)
"""Address, words, and the permission it takes; ``None`` for public pages."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu with the present place marked, and whose agency this is."""
    items = []
    person = person_of(request)
    proven = person if person is not None and person.is_proven else None
    for name, japanese, english, permission in _ITEMS:
        if permission is not None and (proven is None or not proven.may(permission)):
            continue
        url = reverse(name)
        inside = request.path == url or (url != "/" and request.path.startswith(url))
        current = inside or (url == "/" and request.path.startswith("/months/"))
        items.append({"url": url, "label": tr(japanese, english), "current": current})
    return {
        "navigation": items,
        "signed_in": proven,
        "path": request.path,
        "full_path": request.get_full_path(),
        "agency_number": settings.AGENCY_NUMBER,
    }
