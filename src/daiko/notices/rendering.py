"""Papers as PDF: HTML templates, WeasyPrint, PDF/A-3b, the same bytes for the same values.

Source: design decision 9; tested-facts on fonts. Days in the document are those of the
paper, its id is derived from its content, so nothing of the clock or of chance is in
it. WeasyPrint is imported where it is used: it takes 26 MB.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.template.loader import render_to_string

from daiko.notices.errors import FontsMissing
from daiko.notices.papers import ErrorLine, Foot, Head, PaperKind, ReturnLine, Volume
from daiko.platform.clock import TOKYO

PDF_VARIANT: Final = "pdf/a-3b"
WHOLE: Final = Volume()
FAMILIES: Final = ("Noto Sans CJK JP", "Noto Sans JP")
_TITLES: Final = {  # kind, is_guidance → Japanese, English
    (PaperKind.RECEIPT, False): (
        "特定健診・特定保健指導 データ受領書",
        "Receipt for checkup data",
    ),
    (PaperKind.RECEIPT, True): (
        "特定健診・特定保健指導 データ受領書",
        "Receipt for guidance data",
    ),
    (PaperKind.ERRORS, False): (
        "特定健診・特定保健指導 受付エラー連絡票",
        "Reception errors: checkup data that could not be taken in",
    ),
    (PaperKind.ERRORS, True): (
        "特定健診・特定保健指導 受付エラー連絡票",
        "Reception errors: guidance data that could not be taken in",
    ),
    (PaperKind.RETURNS, False): ("特定健診情報返戻一覧表", "Returned checkup claims"),
    (PaperKind.RETURNS, True): ("特定保健指導情報返戻一覧表", "Returned guidance claims"),
}


def titles(head: Head) -> tuple[str, str]:
    """The name of the paper in Japanese and in English."""
    return _TITLES[head.kind, head.is_guidance]


def receipt_pdf(head: Head, key_id: str) -> bytes:
    """データ受領書 of one archive, naming the key it will be signed with."""
    (arrival,) = head.arrivals
    return _pdf(head, {"key_id": key_id, "size": f"{arrival.size_bytes:,}"})


def list_pdf(
    head: Head,
    lines: Sequence[ErrorLine] | Sequence[ReturnLine],
    foot: Foot,
    volume: Volume = WHOLE,
) -> bytes:
    """One volume of 受付エラー連絡票 or 返戻一覧表."""
    return _pdf(
        head,
        {
            "lines": lines,
            "foot": foot,
            "volume": volume,
            "total": sum(row.count for row in foot.totals),
            "total_yen": sum(row.claim_yen or 0 for row in foot.totals),
        },
    )


def page_html(head: Head, more: dict[str, Any]) -> str:
    """The paper as HTML, before it is set."""
    title_ja, title_en = titles(head)
    arrival = head.arrivals[0]
    return render_to_string(
        f"notices/{head.kind}.html",
        {
            "head": head,
            "arrival": arrival,
            "title_ja": title_ja,
            "title_en": title_en,
            "subject": head.month or arrival.receipt_number,
            "stamp": head.issued_at.astimezone(TOKYO).isoformat(timespec="seconds"),
            **more,
        },
    )


def _pdf(head: Head, more: dict[str, Any]) -> bytes:
    refuse_without_fonts()
    from weasyprint import CSS, HTML

    html = page_html(head, more)
    identifier = hashlib.sha256(html.encode("utf-8", "surrogatepass")).digest()[:16]
    pdf: bytes = HTML(string=html, url_fetcher=_nothing).write_pdf(
        stylesheets=[CSS(string=_stylesheet())],
        pdf_variant=PDF_VARIANT,
        pdf_identifier=identifier,
    )
    return pdf


def _nothing(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """A paper loads nothing, from nowhere."""
    raise ValueError(f"papers have no resources: {url[:40]}")


@cache
def _stylesheet() -> str:
    place = files("daiko.notices") / "templates" / "notices" / "paper.css"
    return place.read_text(encoding="utf-8")


@cache
def refuse_without_fonts() -> None:
    """Raises ``FontsMissing`` where fontconfig can be asked and knows none of the fonts."""
    program = shutil.which("fc-list")
    if program is None:
        return
    known = subprocess.run(
        [program, ":", "family"], capture_output=True, text=True, check=False, timeout=60
    ).stdout
    if not any(family in known for family in FAMILIES):
        raise FontsMissing


def volumes(weights: Iterable[int], most: int) -> list[int]:
    """How many lines each volume holds, so that none weighs more than ``most``.

    A weight is the number of table rows a line takes. There is always a first volume.

    >>> volumes([3, 3, 3], 6), volumes([9, 1], 6), volumes([], 6)
    ([2, 1], [1, 1], [0])
    """
    counts, weight = [0], 0
    for line in weights:
        if counts[-1] and weight + line > most:
            counts.append(0)
            weight = 0
        counts[-1] += 1
        weight += line
    return counts
