"""The two exchanges the agency sends: to insurers (type 3), back to providers (type 2).

Source: standards/settlement.md 3.2 (table 1), routing-and-delivery.md 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daiko.checks.profile import DELIVERY, RETURN, Profile
from daiko.delivery.models import Package
from daiko.standard import oids


@dataclass(frozen=True, slots=True)
class Exchange:
    """One kind of archive we write, and the profile that our own check judges it by."""

    kind: Package.Kind
    interaction_type: str
    receiver_root: str
    profile: Profile


TO_INSURER: Final = Exchange(Package.Kind.INSURER, "3", oids.INSURER, DELIVERY)
TO_PROVIDER: Final = Exchange(Package.Kind.RETURN, "2", oids.PROVIDER, RETURN)
