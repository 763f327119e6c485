"""The 48 offices of the agency in words: as the registry names them, else by prefecture.

Source: standards/agency-obligations.md 1 (head office and all prefectural branches).
"""

from __future__ import annotations

from django.utils.translation import get_language

from daiko.people.roles import HEAD_OFFICE
from daiko.platform.clock import now, tokyo_date
from daiko.portal.templatetags.daiko_words import tr
from daiko.registry import queries as registry
from daiko.standard.prefectures import PREFECTURES


def office_name(number: str) -> str:
    """An office in words, with its number; "" for people of other organisations.

    Reads the registry, which every signed-in person may.
    """
    if not number:
        return ""
    return dict(office_choices()).get(number, number)


def office_choices() -> list[tuple[str, str]]:
    """Every office that an account can belong to, with its words, the head office first."""
    named = registry.offices(tokyo_date(now()))
    japanese = get_language() != "en"
    return [
        (number, f"{number} {named[number].name if japanese and number in named else usual}")
        for number, usual in _usual()
    ]


def _usual() -> list[tuple[str, str]]:
    branches = [
        (number, tr(f"{ja}支部", f"{en} branch")) for number, (ja, en) in PREFECTURES.items()
    ]
    return [(HEAD_OFFICE, tr("本部", "Head office")), *branches]
