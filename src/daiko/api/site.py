"""The API of version 1: routers, problems, and the description as OpenAPI."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import structlog
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from daiko.api import checks, me, packages, rules, submissions
from daiko.api.problems import KIND, of_refusal, problem
from daiko.platform.errors import Refused, holds_nul

log = structlog.get_logger()

_FIRST_PROBLEM: Final = 400


class DaikoApi(NinjaAPI):
    """django-ninja, describing its problems with their own media type.

    The description is made once, since making it takes longer than any operation and
    everybody may ask for it.
    """

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= _FIRST_PROBLEM and "application/json" in content:
                        answer["content"] = {KIND: content["application/json"]}
                    elif len(content) > 1:  # a file: only its own media type
                        content.pop("application/json", None)
        return schema


api = DaikoApi(
    title="Daiko 代行 API",
    version="1",
    description=(
        "送る前の点検、点検規則、組織のプログラムによる送受信。 The check before sending, the rule "
        "book, and sending and fetching by programs of organisations (client certificate and "
        "credential). "
        "Failures are application/problem+json (RFC 9457) in Japanese and English."
    ),
    docs_url=None,  # our own page: no script from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)
api.add_router("/check", checks.router)
api.add_router("/rules", rules.router)
api.add_router("/me", me.router)
api.add_router("/submissions", submissions.router)
api.add_router("/packages", packages.router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    del request
    return of_refusal(refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which values are wrong, never what they were."""
    del request
    errors = [
        {"where": ".".join(str(part) for part in one["loc"]), "what": str(one["msg"])}
        for one in error.errors
    ]
    return problem(422, errors=errors)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    del request
    errors = [{"where": error.message, "what": "missing or wrong"}]
    return problem(error.status_code, errors=errors)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    del request, error
    return problem(404)


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(UnreadablePostError)
def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The form is broken, too full, or ended early."""
    del request, error
    return problem(400)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """The kind of error only: its message could hold what was sent."""
    del request
    if holds_nul(error):
        return problem(400)
    log.error("api.failed", error=type(error).__name__)
    return problem(500)
