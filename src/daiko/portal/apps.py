"""Django application of the portal room."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "daiko.portal"
    label = "portal"

    def ready(self) -> None:
        from daiko.portal.declared import check_declared

        checks.register(check_declared, checks.Tags.urls)
