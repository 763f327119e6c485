"""Who sees packages: the organisation they are addressed to.

Source: standards/security-controls.md A3, TEC-05; routing-and-delivery.md 3.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Rows, Wall, of_branch

_RECEIVER: Final = "{tenant} IN ('insurer:' || receiver, 'provider:' || receiver)"
_OF_BRANCH: Final = (  # providers have ten digits, insurers eight
    f"CASE length(receiver) WHEN 10 THEN {of_branch(provider='receiver')}"
    f" ELSE {of_branch(insurer='receiver')} END"
)

WALL: Final[Wall] = {
    "delivery_month": Open("which months are released, with their sums"),
    "delivery_package": Rows(seen_by=f"{_RECEIVER} OR {_OF_BRANCH}"),
    "delivery_package_document": Rows(
        seen_by="EXISTS (SELECT FROM delivery_package p WHERE p.id = package_id)"
    ),
}
