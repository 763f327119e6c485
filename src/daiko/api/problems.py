"""Problems as RFC 9457 ``application/problem+json``, in Japanese and English.

Every answer of 400 and above below ``/api/`` has this form, also those the framework
makes itself (unknown address, wrong method, broken program).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from daiko.platform.certificates import ClientCertificateRefused, Flaw
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.proxy import peer

KIND: Final = "application/problem+json"
PREFIX: Final = "/api/"

_WORDS: Final[dict[int, tuple[str, str, str, str, str]]] = {
    # status → code, title and detail in English, title and detail in Japanese
    400: ("bad-request", "Bad request", "The request cannot be read.",
          "要求を読み取れません", "送られた内容の形が正しくありません。"),
    401: ("sign-in-required", "Authentication needed", "No proven session comes with this request.",
          "認証が必要です", "ログインしてから、もう一度お試しください。"),
    403: ("forbidden", "Forbidden", "This is not allowed.",
          "許可されていません", "この操作はできません。"),
    404: ("not-found", "Not found", "There is nothing at this address.",
          "見つかりません", "このアドレス（URL）には何もありません。"),
    405: ("method-not-allowed", "Method not allowed", "This address takes other methods.",
          "この方法は使えません", "許される方法は Allow ヘッダーにあります。"),
    409: ("conflict", "Conflict", "This does not fit the present state.",
          "いまの状態ではできません", "いまの状態と合わない操作です。"),
    413: ("content-too-large", "Content too large", "The content is too large.",
          "大きすぎます", "送られた内容が大きすぎます。"),
    414: ("address-too-long", "Address too long", "The address is too long.",
          "URL が長すぎます", "要求の URL が長すぎます。"),
    415: ("unsupported-media-type", "Unsupported media type",
          "Send multipart/form-data, or application/zip with ?name=.",
          "この形式は受け取れません",
          "multipart/form-data か、?name= を付けた application/zip で送ってください。"),
    422: ("unprocessable", "Unprocessable content", "A value is missing or of the wrong form.",
          "値に誤りがあります", "必要な値がないか、形が正しくありません。"),
    429: ("too-many-requests", "Too many requests", "Wait a little before asking again.",
          "回数が多すぎます", "少し待ってから、もう一度お試しください。"),
    431: ("headers-too-large", "Headers too large", "The headers of the request are too large.",
          "ヘッダーが大きすぎます", "要求のヘッダーが大きすぎます。"),
    500: ("server-error", "Server error", "The program failed. Nothing you sent is kept.",
          "処理に失敗しました", "処理の途中で誤りが起きました。送られたものは残りません。"),
    502: ("no-answer", "No answer", "The application does not answer now.",
          "いまは使えません", "しばらくしてから、もう一度お試しください。"),
    503: ("unavailable", "Unavailable", "The service does not answer now.",
          "いまは使えません", "いまは受け付けられません。"),
    504: ("no-answer-in-time", "No answer in time", "The application did not answer in time.",
          "時間内に応答がありません", "しばらくしてから、もう一度お試しください。"),
}  # fmt: skip


def problem(
    status: int,
    *,
    code: str | None = None,
    detail: tuple[str, str] | None = None,
    errors: Sequence[dict[str, Any]] = (),
) -> HttpResponse:
    """A problem answer. ``detail`` is (English, Japanese); the status has words of its own."""
    own_code, title, own_detail, title_ja, own_detail_ja = _WORDS.get(status, _WORDS[400])
    english, japanese = detail or (own_detail, own_detail_ja)
    code = code or own_code
    value = {
        "type": f"urn:daiko:problem:{code}",
        "status": status,
        "title": title,
        "detail": english,
        "code": code,
        "ja": {"title": title_ja, "detail": japanese},
        "en": {"title": title, "detail": english},
        "errors": list(errors),
    }
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    response = HttpResponse(body, content_type=KIND, status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = "60"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="daiko"'
    return response


def of_refusal(refusal: Refused) -> HttpResponse:
    """A refusal in its own words."""
    words = (refusal.message, refusal.message_in_japanese)
    errors = []
    if isinstance(refusal, ClientCertificateRefused):
        errors.append({"where": "client-certificate", "what": refusal.flaw.value})
    return problem(refusal.status, code=refusal.code, detail=words, errors=errors)


class ProblemMiddleware:
    """Gives every failure below ``/api/`` the form of a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(KIND):
            return response
        shaped = problem(response.status_code)
        for name in ("Allow", "Content-Security-Policy", "Cache-Control", "X-Frame-Options"):
            if name in response.headers:
                shaped.headers[name] = response.headers[name]
        return shaped


class CertificateMiddleware:
    """A client certificate the proxy could not verify is refused, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        flaw = peer(request).flaw_at(now())
        if flaw in (None, Flaw.MISSING) or not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        return of_refusal(ClientCertificateRefused(flaw))
