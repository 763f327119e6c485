"""Pages for what went wrong: what happened, that nothing was lost, what to do.

What somebody may not see is not there: the same words, the same status, whoever asks
(standards/security-controls.md A3). Programs get problem documents from ``api.problems``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse

from daiko.platform.errors import Refused, holds_nul
from daiko.portal.templatetags.daiko_words import tr

Texts = tuple[str, str]
_API: Final = "/api/"
_UNHARMED: Final = ("登録済みのデータは失われていません。", "What was registered is not lost.")

WORDS: Final[dict[int, tuple[Texts, Texts, Texts]]] = {
    # status → heading, what happened, what to do
    400: (
        ("要求を読み取れません", "The request cannot be read"),
        ("送られた内容の形が正しくありません。", "What was sent has no right form."),
        ("前の画面に戻って、入力を確かめてください。", "Go back and look at what was entered."),
    ),
    403: (
        ("画面の有効期限が切れました", "The page has expired"),
        (
            "画面を開いてから時間がたったか、ほかの場所から送られたため、受け付けませんでした。",
            "It was open for long, or the request came from elsewhere, so nothing was done.",
        ),
        ("画面を開き直して、もう一度お試しください。", "Open the page again and repeat."),
    ),
    404: (
        ("ページが見つかりません", "There is no such page"),
        (
            "アドレスか、処理月・受付番号が違います。",
            "The address, the month or the receipt number is wrong.",
        ),
        ("一覧から探してください。", "Look for it in the lists."),
    ),
    405: (
        ("この操作は受け付けていません", "This cannot be done here"),
        (
            "このアドレスでは使えない方法で送られました。",
            "The address does not take this kind of request.",
        ),
        ("画面のボタンから操作してください。", "Use the buttons of the pages."),
    ),
    413: (
        ("大きすぎます", "Too large"),
        (
            "送られたものが、一度に受け付けられる大きさを超えています。",
            "What was sent is larger than can be taken at once.",
        ),
        ("分けて送ってください。", "Split it and send the parts."),
    ),
    429: (
        ("回数が多すぎます", "Too many requests"),
        ("短い時間に続けて送られました。", "There were too many in a short time."),
        ("1分ほど待って、もう一度お試しください。", "Wait a minute and try again."),
    ),
    500: (
        ("処理に失敗しました", "The page could not be made"),
        ("画面を作る途中で誤りが起きました。", "Something went wrong on the way."),
        (
            "しばらくしてから、もう一度お試しください。続くときは、時刻を添えて代行機関に"
            "お知らせください。",
            "Try again in a while. If it goes on, tell the agency the time.",
        ),
    ),
    503: (
        ("ただいま混み合っています", "Busy at the moment"),
        ("いまは処理を受け付けられません。", "Nothing more can be taken just now."),
        ("1分ほど待って、もう一度お試しください。", "Wait a minute and try again."),
    ),
}


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What an error page says, in the language of the reader."""

    status: int
    heading: str
    what: str
    unharmed: str
    next_step: str
    back: str


def problem_words(status: int, *, heading: str = "", what: str = "") -> ProblemWords:
    """The words of a status; a status without words is told as 400 or 500."""
    known = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    usual, happened, next_step = (tr(*texts) for texts in known)
    return ProblemWords(
        status=status,
        heading=heading or usual,
        what=what or happened,
        unharmed=tr(*_UNHARMED),
        next_step=next_step,
        back=reverse("portal:home"),
    )


class ProblemPageMiddleware:
    """Refusals of services and empty answers of the framework become pages in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_page(request) and _has_no_words(response):
            told = page(request, response.status_code)
            for name in ("Allow", "Retry-After"):
                if name in response.headers:
                    told.headers[name] = response.headers[name]
            return told
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for what a view refused; ``None`` leaves the exception to the framework."""
        if not _is_page(request):
            return None
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return page(request, 413)
        if holds_nul(exception):
            return page(request, 400)
        return None


def _is_page(request: HttpRequest) -> bool:
    return not request.path.startswith(_API)


def _has_no_words(response: HttpResponse) -> bool:
    told = response.status_code in WORDS and not response.streaming
    return told and not response.content


def page(request: HttpRequest, status: int, **words: str) -> HttpResponse:
    """The error page of a status."""
    context = {"problem": problem_words(status, **words)}
    return render(request, "portal/error.html", context, status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refused operation in its own words, with its status."""
    response = page(
        request,
        refusal.status,
        heading=tr("この操作はできません", "This cannot be done"),
        what=tr(refusal.message_in_japanese, refusal.message),
    )
    if refusal.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request the site cannot read."""
    del exception
    return page(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page, month or receipt at this address, or none for this reader."""
    del exception
    return page(request, 404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its mark: sent from elsewhere, or from a page that is too old."""
    del reason
    return page(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The program failed; this page asks nothing of the database."""
    del request
    template = loader.get_template("portal/failure.html")
    return HttpResponse(template.render({}), status=500)
