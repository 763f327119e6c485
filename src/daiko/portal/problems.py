"""Pages for what went wrong: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from daiko.platform.errors import Refused


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refused operation in its own words, with its status."""
    return _page(
        request,
        refusal.status,
        "この操作はできません",
        refusal.message_in_japanese,
        "内容を確かめて、もう一度お試しください。",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request the site cannot read."""
    del exception
    return _page(
        request,
        400,
        "要求を読み取れません",
        "送られた内容の形が正しくありません。",
        "前の画面に戻って、入力を確かめてください。",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page, month or receipt at this address."""
    del exception
    return _page(
        request,
        404,
        "ページが見つかりません",
        "アドレスか、処理月・受付番号が違います。",
        "一覧から探してください。",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """The program failed; this page asks nothing of the database."""
    del request
    template = loader.get_template("portal/failure.html")
    return HttpResponse(template.render({}), status=500)


def _page(
    request: HttpRequest, status: int, heading: str, what: str, next_step: str
) -> HttpResponse:
    context = {"heading": heading, "what": what, "next_step": next_step}
    return render(request, "portal/error.html", context, status=status)
