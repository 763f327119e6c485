"""送信: a provider sends an archive and has its receipt at once.

Source: journeys 1 (2): month, cut-off and payment day are seen before sending; the same
bytes again give the same receipt (ruling 32).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from daiko.archive.limits import MEBIBYTE, Limits
from daiko.platform.clock import now
from daiko.platform.errors import Refused
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import as_tenant
from daiko.portal.access import acting, requires
from daiko.portal.problems import bad_request
from daiko.portal.provider_views import days_of, number_of
from daiko.portal.templatetags.daiko_words import tr
from daiko.portal.uploads import NamelessFileHandler, require_size, sent_archive
from daiko.precheck.uploads import require_whole
from daiko.reception import services
from daiko.reception.sender_queries import month_at


class SendForm(forms.Form):
    """One archive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = Limits().archive_bytes // MEBIBYTE
        self.fields["archive"] = forms.FileField(
            label=tr("提出用の ZIP ファイル", "The ZIP file"),
            help_text=tr(
                f"1ファイル、{most} MiB まで。ファイル名は変えずにお選びください。",
                f"One file of up to {most} MiB. Keep its name as your software gave it.",
            ),
            error_messages={
                "required": tr("ZIP ファイルを選んでください。", "Choose the ZIP file."),
                "empty": tr("ファイルが空です。", "The file is empty."),
            },
            widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        )


@csrf_exempt  # checked in _receive, after the size is known and the file goes where it belongs
@requires(Permission.PROVIDER_SUBMISSION_CREATE, own_transaction=True)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponseBase:
    """The form with the dates; a posted archive gets its receipt.

    An upload may take an hour: no transaction is open while it arrives.
    """
    if request.method != "POST":
        return _form(request, SendForm())
    try:
        require_size(request)
    except Refused as refusal:
        return _refused(request, SendForm({}), refusal)
    request.upload_handlers = [NamelessFileHandler(request)]
    try:
        return _receive(request)
    except UnreadablePostError as broken:  # the connection broke; nobody reads this
        return bad_request(request, broken)


@csrf_protect
def _receive(request: HttpRequest) -> HttpResponse:
    archive = sent_archive(request)
    require_whole(request)
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    person = acting(request)
    try:
        with as_tenant(person.sees):
            receipt = services.receive(
                archive.file, archive_name=archive.name, by=person.actor, at=now()
            )
    except Refused as refusal:
        return _refused(request, form, refusal)
    page = reverse("provider:submission", args=[receipt.receipt_number])
    return redirect(f"{page}?sent={'again' if receipt.repeated else 'now'}")


def _refused(request: HttpRequest, form: SendForm, refusal: Refused) -> HttpResponse:
    form.full_clean()
    form.errors.pop("archive", None)
    form.add_error("archive", tr(refusal.message_in_japanese, refusal.message))
    return _form(request, form, status=refusal.status)


def _form(request: HttpRequest, form: SendForm, *, status: int = 200) -> HttpResponse:
    with as_tenant(acting(request).sees):
        month = month_at(now())
        days, confirmed = days_of(month)
    context = {
        "form": form,
        "month": str(month),
        "days": days,
        "days_confirmed": confirmed,
        "number": number_of(request),
    }
    return render(request, "portal/provider/send.html", context, status=status)
