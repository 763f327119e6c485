"""Django application of the API room: a front room without tables."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "daiko.api"
    label = "api"
