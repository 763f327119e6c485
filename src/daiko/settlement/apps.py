"""Django application of the settlement room."""

from __future__ import annotations

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "daiko.settlement"
    label = "settlement"
