"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path

from daiko.api.document_views import document
from daiko.api.site import api

urlpatterns = [
    path("", document, name="api-document"),
    path("", api.urls),
]
