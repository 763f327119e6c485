"""Pages of insurers."""

from __future__ import annotations

from django.urls import path

from daiko.portal import insurer_views, own_registry_views

app_name = "insurer"

_INVOICE = "invoices/<str:number>/"

urlpatterns = [
    path("", insurer_views.home, name="home"),
    path("packages/", insurer_views.packages, name="packages"),
    path("packages/<str:archive_name>/", insurer_views.package, name="package"),
    path("packages/<str:archive_name>/fetch/", insurer_views.fetch, name="fetch"),
    path("registry/", own_registry_views.of_insurer, name="registry"),
    path("registry/cards/", own_registry_views.load_cards, name="cards"),
    path("invoices/", insurer_views.invoices, name="invoices"),
    path(_INVOICE, insurer_views.invoice, name="invoice"),
    path(f"{_INVOICE}documents/", insurer_views.claims, name="claims"),
    path(f"{_INVOICE}documents.csv", insurer_views.claims_table, name="claims-table"),
]
