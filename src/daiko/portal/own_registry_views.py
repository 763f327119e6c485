"""What the registry has of the reader's own organisation; an insurer's own cards.

Source: journeys 3 (5); standards/actors-and-contracts.md 3, 5. Contracts and prices are
agreed between many and kept by the agency; cards and insured persons an insurer loads itself.
Every page reads and writes under the wall of the person's organisation.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from daiko.platform.permissions import Permission
from daiko.portal.access import acting, requires
from daiko.portal.provider_views import number_of
from daiko.portal.registry_imports import import_page
from daiko.registry import organisations, queries
from daiko.registry.branches import KEPT_BY_INSURERS


@requires(Permission.PROVIDER_CONTRACT_READ)
@require_safe
def of_provider(request: HttpRequest) -> HttpResponse:
    """A provider's facts, contracts, prices by date and accounts."""
    return _page(request, organisations.provider(number_of(request), _contract(request)))


@requires(Permission.INSURER_CONTRACT_READ)
@require_safe
def of_insurer(request: HttpRequest) -> HttpResponse:
    """An insurer's facts, contracts and prices by date, and how many cards it registered."""
    number = number_of(request)
    return _page(
        request,
        organisations.insurer(number, _contract(request)),
        counts=queries.own_counts(number),
    )


def _contract(request: HttpRequest) -> str:
    return request.GET.get("contract", "")


def _page(
    request: HttpRequest, found: organisations.Organisation | None, **more: object
) -> HttpResponse:
    if found is None:
        raise Http404
    may_load = acting(request).may(Permission.INSURER_CARD_LOAD)
    context = {"found": found, "may_load": may_load, "own": True, **more}
    return render(request, "portal/own_registry.html", context)


@requires(Permission.INSURER_CARD_LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def load_cards(request: HttpRequest) -> HttpResponse:
    """Own cards and insured persons: what the files would change, then loaded."""
    return import_page(request, "portal/own_registry_import.html", KEPT_BY_INSURERS)
