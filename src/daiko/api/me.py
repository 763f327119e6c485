"""Who a program is, what it may do and until when."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import Router

from daiko.api.access import requires
from daiko.api.machines import ProgramBearer, machine_of
from daiko.api.program_schemas import MeOut
from daiko.api.schemas import Problem
from daiko.platform.permissions import Permission

router = Router(tags=["me"], auth=ProgramBearer())
ASKING: Final[Any] = dict.fromkeys((400, 401, 403, 404, 405, 422, 500), Problem)


@router.get(
    "",
    response={200: MeOut, **ASKING},
    operation_id="me",
    summary="接続中のプログラム / The program that asks",
)
@requires(Permission.OWN_CREDENTIAL_READ)
def me(request: HttpRequest) -> dict[str, Any]:
    """Its organisation, its permissions, and the ends of credential and certificate."""
    machine = machine_of(request)
    return {
        "organisation": machine.tenant,
        "credential": machine.credential_id,
        "label": machine.label,
        "permissions": sorted(permission.value for permission in machine.permissions),
        "credential_valid_to": machine.valid_to,
        "certificate": machine.certificate,
        "certificate_not_after": machine.certificate_not_after,
    }
