"""The main menu, the same on every page."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from daiko.portal.templatetags.daiko_words import tr

_ITEMS: Final = (
    ("portal:home", "処理月", "Months"),
    ("portal:submissions", "受付", "Reception"),
    ("portal:check", "送る前に点検", "Check before sending"),
    ("portal:rules", "点検ルール集", "Rule book"),
    ("api-document", "API 文書", "API"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu with the present place marked, and whose agency this is."""
    items = []
    for name, japanese, english in _ITEMS:
        url = reverse(name)
        inside = request.path == url or (url != "/" and request.path.startswith(url))
        current = inside or (url == "/" and request.path.startswith("/months/"))
        items.append({"url": url, "label": tr(japanese, english), "current": current})
    return {
        "navigation": items,
        "path": request.path,
        "full_path": request.get_full_path(),
        "agency_number": settings.AGENCY_NUMBER,
    }
