"""Who sees accounts: an organisation its own; secrets and sessions nobody but the agency's code.

Sign-in itself runs as the agency (``services.py``), since who signs in is not known yet.
Source: standards/security-controls.md A3, TEC-05, TEC-11.
"""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Rows, Wall

_KEPT: Final = ("SELECT", "INSERT", "UPDATE")
_OWN: Final = "account_id IN (SELECT id FROM people_account)"

WALL: Final[Wall] = {
    "people_account": Rows(seen_by="{tenant} = tenant", grants=_KEPT),
    "people_role_grant": Rows(seen_by=_OWN, grants=_KEPT),
    "people_invitation": Rows(grants=_KEPT),
    "people_authenticator": Rows(grants=_KEPT),
    "people_session": Rows(grants=_KEPT),
    "people_network": Rows(seen_by="{tenant} = tenant", grants=_KEPT),
    "people_client_certificate": Rows(seen_by="{tenant} = tenant", grants=_KEPT),
    "people_api_credential": Rows(grants=_KEPT),
    # branches see that an emergency account is open (the banner), and nothing of who asks
    "people_opening": Rows(
        seen_by="{office} <> '' AND kind = 'emergency' AND approved_at IS NOT NULL", grants=_KEPT
    ),
    "people_address_failures": Open("counts of failures by address, before anybody is known"),
}
