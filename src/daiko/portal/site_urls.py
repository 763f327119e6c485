"""Addresses of the whole site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("daiko.api.urls")),
    path("provider/", include("daiko.portal.provider_urls")),
    path("audit/", include("daiko.portal.audit_urls")),
    path("insurer/", include("daiko.portal.insurer_urls")),
    path("", include("daiko.portal.urls")),
]

handler400 = "daiko.portal.problems.bad_request"
handler403 = "daiko.portal.problems.not_found"  # what is not yours is not there
handler404 = "daiko.portal.problems.not_found"
handler500 = "daiko.portal.problems.server_error"
