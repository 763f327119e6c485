"""Pages of the agency."""

from __future__ import annotations

from django.urls import path

from daiko.portal import (
    check_views,
    component_views,
    languages,
    month_paper_views,
    month_views,
    paper_views,
    people_urls,
    registry_views,
    rule_views,
    submission_views,
)

app_name = "portal"

_MONTH = "months/<str:month>/"
_PROPOSAL = "registry/proposals/<int:number>/"
_PAPERS = "submissions/<str:receipt>/papers/"

urlpatterns = [
    *people_urls.urlpatterns,
    path("", month_views.home, name="home"),
    path("internal/components/", component_views.components, name="components"),
    path("language/", languages.choose, name="language"),
    path(_MONTH, month_views.month, name="month"),
    path(f"{_MONTH}close/", month_views.close, name="close"),
    path(f"{_MONTH}invoices/", month_views.invoices, name="invoices"),
    path(f"{_MONTH}payments/", month_views.payments, name="payments"),
    path(f"{_MONTH}packages/", month_views.packages, name="packages"),
    path(f"{_MONTH}returns/", month_paper_views.papers, name="month-papers"),
    path(
        f"{_MONTH}returns/<str:provider>-<int:number>.pdf",
        month_paper_views.volume,
        name="month-paper",
    ),
    path(f"{_MONTH}returns/<str:provider>.csv", month_paper_views.table, name="month-table"),
    path("registry/", registry_views.registry, name="registry"),
    path("registry/import/", registry_views.import_files, name="registry-import"),
    path("registry/export/", registry_views.export_files, name="registry-export"),
    path("registry/proposals/", registry_views.proposal_list, name="registry-proposals"),
    path(_PROPOSAL, registry_views.proposal, name="registry-proposal"),
    path(f"{_PROPOSAL}approve/", registry_views.approve, name="registry-approve"),
    path(f"{_PROPOSAL}reject/", registry_views.reject, name="registry-reject"),
    path(
        "registry/insurers/<str:number>/",
        registry_views.organisation,
        {"kind": "insurer"},
        name="registry-insurer",
    ),
    path(
        "registry/providers/<str:number>/",
        registry_views.organisation,
        {"kind": "provider"},
        name="registry-provider",
    ),
    path("rules/", rule_views.rule_list, name="rules"),
    path("rules/<str:rule_id>/", rule_views.rule_detail, name="rule"),
    path("check/", check_views.check, name="check"),
    path("check/<str:check_id>/", check_views.result, name="check-result"),
    path("check/<str:check_id>/status/", check_views.status, name="check-status"),
    path("check/<str:check_id>/causes/<str:group>/", check_views.cause, name="check-cause"),
    path("check/<str:check_id>/mended/", check_views.mended, name="check-mended"),
    path("check/<str:check_id>/worklist/", check_views.worklist, name="check-worklist"),
    path("check/<str:check_id>/end/", check_views.end, name="check-end"),
    path("submissions/", submission_views.submissions, name="submissions"),
    path("submissions/<str:receipt>/", submission_views.submission, name="submission"),
    path(f"{_PAPERS}receipt.pdf", paper_views.receipt_pdf, name="receipt-pdf"),
    path(f"{_PAPERS}receipt.pdf.sig", paper_views.receipt_signature, name="receipt-signature"),
    path(f"{_PAPERS}receipt.csv", paper_views.receipt_csv, name="receipt-csv"),
    path(f"{_PAPERS}<str:kind>-<int:number>.pdf", paper_views.volume, name="paper-volume"),
    path(f"{_PAPERS}<str:kind>.pdf", paper_views.list_pdf, name="paper-pdf"),
    path(f"{_PAPERS}<str:kind>.csv", paper_views.list_csv, name="paper-csv"),
    path(f"{_PAPERS}<str:kind>/order/", paper_views.order, name="paper-order"),
]
