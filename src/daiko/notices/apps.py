"""Django application of the notices room."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "daiko.notices"
    label = "notices"
