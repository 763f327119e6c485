"""The auditor's pages."""

from __future__ import annotations

from django.urls import path

from daiko.portal import audit_views

app_name = "audit"

urlpatterns = [
    path("", audit_views.entries, name="trail"),
    path("trail.csv", audit_views.entries_table, name="trail-table"),
    path("rows/<int:number>/", audit_views.entry, name="entry"),
    path("verification/", audit_views.verification, name="verification"),
    path("seals/", audit_views.seals, name="seals"),
]
