"""Django application of the reception room."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "daiko.reception"
    label = "reception"
