"""The check before sending, driven through its pages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from building import BuiltArchive
from daiko.platform.clock import now
from daiko.precheck import quarantine


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that came to its end, and the page that shows it."""

    id: str
    page: str


def posted(site: Client, built: BuiltArchive, **extra: Any) -> Any:
    """The form with an archive chosen, sent."""
    upload = SimpleUploadedFile(built.name, built.data, content_type="application/zip")
    return site.post("/check/", {"archive": upload}, **extra)


def checked(site: Client, built: BuiltArchive) -> Checked:
    """An archive dropped, and its result page read."""
    answer = posted(site, built)
    assert answer.status_code == 302, answer.content
    address = answer.headers["Location"]
    wait_until_final(address.split("/")[2])
    page = site.get(address)
    assert page.status_code == 200
    return Checked(address.split("/")[2], page.content.decode())


def wait_until_final(check_id: str) -> None:
    while not quarantine.read_state(check_id, at=now()).phase.is_final:
        time.sleep(0.05)


def files_of_quarantine() -> list[str]:
    """Every file below the quarantine, by its path in it."""
    root = quarantine.root()
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
