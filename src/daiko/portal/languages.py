"""Japanese first, English by choice: the language of a page and the switch for it.

Source: journeys (pages are Japanese first with an English switch). The choice lives in
a cookie that says nothing else; what a browser prefers is not asked, because a clerk's
browser set to English must not surprise the clerk. Pages hold both texts side by side
(``{% tr "日本語" "English" %}``), so that whoever changes one sees the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from daiko.portal.access import public

COOKIE: Final = "daiko_language"
LANGUAGES: Final = ("ja", "en")
_YEAR: Final = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """Sets the language of the request; Japanese unless the cookie says English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE)
        with translation.override(chosen if chosen in LANGUAGES else LANGUAGES[0]):
            return self.get_response(request)


@public("a choice of words, kept in a cookie")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page, only ever to one of ours."""
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    wanted = request.POST.get("language")
    response.set_cookie(
        COOKIE,
        wanted if wanted in LANGUAGES else LANGUAGES[0],
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
