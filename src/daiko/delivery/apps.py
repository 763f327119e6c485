"""Django application of the delivery room."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "daiko.delivery"
    label = "delivery"
