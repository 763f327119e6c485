"""From where an organisation may come: its approved ranges, or anywhere when it has none.

Source: standards/security-controls.md EXT-1, EXT-2 (line and range are checked each time).
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address, ip_network

from daiko.people.models import Network
from daiko.platform.clock import tokyo_date


def network_fits(tenant: str, address: str, *, at: datetime) -> bool:
    """Whether the address lies in a range approved for the organisation today."""
    today = tokyo_date(at)
    ranges = [
        network.address_range
        for network in Network.objects.filter(tenant=tenant, valid_from__lte=today)
        if network.valid_to is None or network.valid_to >= today
    ]
    if not ranges:
        return True
    try:
        return any(ip_address(address) in ip_network(text) for text in ranges)
    except ValueError:
        return False
