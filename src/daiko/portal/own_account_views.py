"""The own account: who I am here, what I may do.

Source: standards/security-controls.md TEC-02, TEC-09.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daiko.people.permissions import Permission
from daiko.people.roles import ROLE_JA
from daiko.portal.access import acting, requires


@requires(Permission.OWN_ACCOUNT_MANAGE)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account at a glance."""
    person = acting(request)
    context = {
        "person": person,
        "tenant": person.tenant,
        "roles": [ROLE_JA[role] for role in sorted(person.roles)],
    }
    return render(request, "portal/people/account.html", context)
