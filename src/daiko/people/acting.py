"""An account as the one who acts, for the audit record and for services."""

from __future__ import annotations

from typing import Final

from daiko.people.factors import fingerprint
from daiko.people.models import Account
from daiko.people.openings import present_opening
from daiko.people.roles import Role
from daiko.people.services import actor_name, roles_of
from daiko.platform.actors import Actor, ActorKind

_SHOWN: Final = 16  # characters of a session's fingerprint: enough to tell sessions apart


def actor_of(
    account: Account,
    token: str = "",
    *,
    address: str = "",
    roles: frozenset[Role] | None = None,
) -> Actor:
    """The account as the one who acts; emergency and maintenance accounts with their opening.

    ``roles``: those it holds now, where they are known already.
    """
    held = roles_of(account) if roles is None else roles
    opening = present_opening(account)
    marks = [f"opening-{opening}"] if opening is not None else []
    return Actor(
        ActorKind.ACCOUNT,
        actor_name(account.id),
        role=" ".join([*sorted(held), *marks]),
        tenant=account.tenant,
        session=fingerprint(token)[:_SHOWN] if token else "",
        source_address=address,
    )
