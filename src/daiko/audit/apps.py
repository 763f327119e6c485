"""Django application of the audit room."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "daiko.audit"
    label = "audit"
