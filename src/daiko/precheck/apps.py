"""Django application of the room of the check before sending: jobs only, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class PrecheckConfig(AppConfig):
    name = "daiko.precheck"
    label = "precheck"
