"""Django application of the portal room."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "daiko.portal"
    label = "portal"
