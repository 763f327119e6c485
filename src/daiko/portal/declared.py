"""Views that say neither ``requires`` nor ``public``: start-up fails while there is one.

Walks the table of addresses of the whole site, API operations included. The matrix test
walks the same table (``views``).
Source: standards/security-controls.md TEC-05; issue "every page declares one".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from daiko.platform.acts import Access, Public, declared

API: Final = "api/"
FRAMEWORK: Final[dict[str, Access]] = {
    "openapi-json": Public("the description of the API"),
    "api-root": Public("an address of the framework without content"),
}
"""Views that django-ninja makes itself, by their names in the table of addresses."""


@dataclass(frozen=True, slots=True)
class View:
    """One address with what it declares; ``verb`` only where an operation has its own."""

    route: str
    name: str
    verb: str
    access: Access | None

    @property
    def is_api(self) -> bool:
        """Answered by problem documents, not pages."""
        return self.route.startswith(API)


def views() -> Iterator[View]:
    """Every address of the site; an API address once for each of its operations."""
    yield from dict.fromkeys(_below(get_resolver(), ""))


def _below(resolver: URLResolver, route: str) -> Iterator[View]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _below(entry, here)
        else:
            yield from _of_pattern(entry, here)


def _of_pattern(entry: URLPattern, route: str) -> Iterator[View]:
    name = entry.name or ""
    operations = list(_operations(entry.callback))
    if not operations:
        access = declared(entry.callback) or FRAMEWORK.get(name)
        yield View(route, name, "", access)
    for operation in operations:
        for verb in operation.methods:
            yield View(route, operation.operation_id or name, verb, declared(operation.view_func))


def _operations(view: Any) -> Iterator[Any]:
    """Operations behind a view of django-ninja: its closure holds the ``PathView``."""
    for cell in getattr(view, "__closure__", None) or ():
        found = getattr(cell.cell_contents, "operations", None)
        if found is None:
            found = getattr(getattr(cell.cell_contents, "__self__", None), "operations", None)
        if isinstance(found, list):
            yield from found


def check_declared(**_: Any) -> list[CheckMessage]:
    """Django system check: an error for every view without a declaration."""
    return [
        Error(
            f"{view.verb} /{view.route} declares no access",
            hint="Put @requires(Permission...) or @public(why) outermost on the view.",
            id="portal.E001",
        )
        for view in views()
        if view.access is None
    ]
