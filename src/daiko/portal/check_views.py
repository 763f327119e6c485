"""送る前に点検: the public pages of the check before sending.

Source: standards/journeys (1), rulings.md 46. Nobody signs in; the key of a check is in a
cookie of its own pages. Everything works without script; with it the file can be dropped
and progress comes without reloading.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
    UnreadablePostError,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daiko.checks.masking import View as Shown
from daiko.checks.report import cause_json
from daiko.platform.acts import Public, declare
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.portal.problems import bad_request
from daiko.portal.tables import Column, read_table
from daiko.precheck import queries, services
from daiko.precheck.errors import CheckNotThere, NoArchive
from daiko.precheck.policy import policy
from daiko.precheck.quarantine import Phase
from daiko.precheck.sweeping import keep_sweeping
from daiko.precheck.uploads import QuarantineUploadHandler, require_size, require_whole

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_COOKIE_SECONDS: Final = 80 * 60
_CAUSE_COLUMNS: Final = (
    Column("ファイル", "File"),
    Column("行", "Line", is_number=True),
    Column("場所", "Place"),
    Column("記録値", "Found"),
    Column("正", "Expected"),
)
View = Callable[..., HttpResponse]


def check_page(view: View) -> View:
    """A page of the check: refusals in words, own script allowed, never indexed or cached."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keep_sweeping()
        try:
            response = view(request, *args, **kwargs)
        except Refused as refusal:
            context = {"refusal": refusal, "limits": policy()}
            response = render(request, "portal/check_refused.html", context, status=refusal.status)
            if refusal.status in (429, 503):
                response.headers["Retry-After"] = "60"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    declare(shown, Public("the check before sending keeps nothing (ruling 46)"))
    return shown


@csrf_exempt  # checked in _begin, after the upload goes where it belongs
@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def check(request: HttpRequest) -> HttpResponse:
    """The form; a posted archive begins a check and leads to its page."""
    if request.method != "POST":
        return render(request, "portal/check.html", {"limits": policy()})
    services.require_open()
    require_size(request)
    handler = QuarantineUploadHandler(request, at=now())
    request.upload_handlers = [handler]
    try:
        return _begin(request, handler)
    except UnreadablePostError as broken:  # nobody is there to read it; the log has no trace
        return bad_request(request, broken)
    finally:
        handler.abandon()


@csrf_protect
def _begin(request: HttpRequest, handler: QuarantineUploadHandler) -> HttpResponse:
    request.FILES  # noqa: B018 - reads the upload
    require_whole(request)
    if handler.upload is None:
        raise NoArchive
    begun = handler.upload.begin(handler.name, at=now())
    address = reverse("portal:check-result", args=[begun.id])
    response = redirect(address)
    response.set_cookie(
        _cookie(begun.id),
        begun.key.hex(),
        max_age=_COOKIE_SECONDS,
        path=address,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    return response


@require_safe
@check_page
def result(request: HttpRequest, check_id: str) -> HttpResponse:
    """How far it is, or what was found."""
    opened = _opened(request, check_id)
    context: dict[str, Any] = {"check": opened, "state": opened.state}
    if opened.state.phase is not Phase.DONE:
        return render(request, "portal/check_running.html", context)
    context["head"] = queries.head(opened)
    return render(request, "portal/check_result.html", context)


@require_safe
@check_page
def status(request: HttpRequest, check_id: str) -> HttpResponse:
    """How far it is, for the script of the page."""
    state = _opened(request, check_id).state
    return JsonResponse({"phase": state.phase, "done": state.done, "total": state.total})


@require_safe
@check_page
def cause(request: HttpRequest, check_id: str, group: str) -> HttpResponse:
    """Every person one cause concerns: file, place, found, expected, what to do."""
    opened = _opened(request, check_id)
    head = queries.head(opened)
    chosen = next((value for value in head["causes"] if value["group"] == group), None)
    if chosen is None:
        raise CheckNotThere
    table = read_table(
        request,
        _CAUSE_COLUMNS,
        lambda offset, limit, _: queries.causes_of_group(opened, group, offset=offset, limit=limit),
        order="",
    )
    cases = [(case, cause_json(group, cause, view=Shown.KEPT_MASKED)) for case, cause in table.rows]
    context = {
        "check": opened,
        "head": head,
        "cause": chosen,
        "table": table.with_rows(cases),
    }
    return render(request, "portal/check_cause.html", context)


@require_safe
@check_page
def mended(request: HttpRequest, check_id: str) -> HttpResponse:
    """The archive without the bad pairs."""
    name, content = queries.mended(_opened(request, check_id))
    return _download(content, name, "application/zip")


@require_safe
@check_page
def worklist(request: HttpRequest, check_id: str) -> HttpResponse:
    """The clerk's worklist in the language of the page."""
    opened = _opened(request, check_id)
    language = "en" if get_language() == "en" else "ja"
    content = queries.worklist(opened, language=language)
    return _download(content, f"worklist-{check_id[:6]}.csv", "text/csv; charset=utf-8")


@require_POST
@check_page
def end(request: HttpRequest, check_id: str) -> HttpResponse:
    """Erase the check now."""
    opened = _opened(request, check_id)
    services.end(opened.id, opened.key, at=now())
    response = render(request, "portal/check_ended.html")
    response.delete_cookie(_cookie(check_id), path=reverse("portal:check-result", args=[check_id]))
    return response


def _download(content: Any, name: str, kind: str) -> HttpResponse:
    response = StreamingHttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]  # a streamed answer is an answer


def _opened(request: HttpRequest, check_id: str) -> queries.Check:
    """The check whose key this browser holds. Raises ``CheckNotThere``."""
    try:
        key = bytes.fromhex(request.COOKIES.get(_cookie(check_id), ""))
    except ValueError:
        raise CheckNotThere from None
    return queries.opened(check_id, key or None, at=now())


def _cookie(check_id: str) -> str:
    return f"daiko_check_{check_id}"
