"""Django application of the registry room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "daiko.registry"
    label = "registry"
