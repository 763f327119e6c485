"""Pages of providers."""

from __future__ import annotations

from django.urls import path

from daiko.portal import insurer_views, own_registry_views, provider_views, send_views

app_name = "provider"

urlpatterns = [
    path("", provider_views.home, name="home"),
    path("send/", send_views.send, name="send"),
    path("submissions/", provider_views.submissions, name="submissions"),
    path("submissions/<str:receipt>/", provider_views.submission, name="submission"),
    path("persons/", provider_views.persons, name="persons"),
    path("persons.csv", provider_views.persons_table, name="persons-table"),
    path("persons/<int:document_id>/", provider_views.person, name="person"),
    path("registry/", own_registry_views.of_provider, name="registry"),
    path("returns/<str:archive_name>/", insurer_views.fetch, name="return"),
]
