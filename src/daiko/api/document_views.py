"""API 文書: the description of the API as a page of our own, made from OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.api.access import public
from daiko.api.site import api


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    body_kinds: list[str]
    is_for_programs: bool
    answers: list[tuple[str, str]]


@public("the description of the API")
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters and answers."""
    schema = api.get_openapi_schema()
    context = {
        "operations": list(_operations(schema)),
        "schemas": list(_schemas(schema)),
        "description": schema["info"]["description"],
        "address": request.build_absolute_uri(),
    }
    return render(request, "api/document.html", context)


def _operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=operation.get("description", "").replace("``", ""),
                parameters=[_parameter(one) for one in operation.get("parameters", [])],
                is_for_programs=bool(operation.get("security")),
                body_kinds=list(operation.get("requestBody", {}).get("content", {})),
                answers=[(str(code), _shape(a)) for code, a in operation["responses"].items()],
            )


def _parameter(about: dict[str, Any]) -> Parameter:
    meaning = about.get("description") or about.get("schema", {}).get("description", "")
    return Parameter(about["name"], about["in"], bool(about.get("required")), meaning)


def _shape(answer: dict[str, Any]) -> str:
    """Media type and schema name of an answer."""
    shapes = []
    for kind, content in answer.get("content", {}).items():
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        shapes.append(f"{kind} {name}".strip())
    return ", ".join(shapes)


def _schemas(schema: dict[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    for name, value in schema["components"]["schemas"].items():
        fields = [
            (field, _kind(about), about.get("description", ""))
            for field, about in value.get("properties", {}).items()
        ]
        yield name, value.get("description", ""), fields


def _kind(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " | ".join(_kind(one) for one in about["anyOf"])
    if "$ref" in about:
        return str(about["$ref"].rpartition("/")[2])
    kind = str(about.get("type", "any"))
    return f"{kind} of {_kind(about['items'])}" if kind == "array" and "items" in about else kind
