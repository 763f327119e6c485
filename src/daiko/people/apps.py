"""Django application of the people room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks


class PeopleConfig(AppConfig):
    name = "daiko.people"
    label = "people"

    def ready(self) -> None:
        checks.register(check_desk_accounts, "people")


def check_desk_accounts(**_: Any) -> list[checks.CheckMessage]:
    """Django system check: ready accounts of the desk stop every other profile."""
    from daiko.people.desk import refuse_outside_the_desk
    from daiko.people.errors import DeskAccountsThere

    try:
        refuse_outside_the_desk()
    except DeskAccountsThere as refusal:
        return [checks.Error(str(refusal), id="people.E001")]
    return []
