"""``daiko notices``: the papers of reception as PDF and CSV, signed receipts, verifying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daiko.cli.arguments import month_of, submission_of
from daiko.cli.output import (
    AtOption,
    ByOption,
    JsonOption,
    moment,
    operator,
    print_json,
    ready,
    refusals,
    say,
    usage_error,
    writing,
)
from daiko.platform.acts import public, requires
from daiko.platform.permissions import Permission

if TYPE_CHECKING:
    from daiko.notices.listings import Listing

notices = typer.Typer(
    no_args_is_help=True,
    help="帳票：データ受領書、受付エラー連絡票、返戻一覧表。 Papers as PDF and CSV.",
)
ReceiptArgument = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="受付番号。 Receipt number.")
]
PdfOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf",
        metavar="OUT",
        dir_okay=False,
        help="PDF の書き出し先。長い一覧は分冊になります。 PDF file; long lists are volumes.",
    ),
]
CsvOption = Annotated[
    Path | None,
    typer.Option("--csv", metavar="OUT", dir_okay=False, help="CSV の書き出し先。 CSV file."),
]


def add_to(root: typer.Typer) -> None:
    root.add_typer(notices, name="notices")


@notices.command("receipt")
@requires(Permission.AGENCY_PAPER_MAKE)
def receipt_command(
    receipt: ReceiptArgument,
    pdf: PdfOption = None,
    csv: CsvOption = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """データ受領書（電子署名つき）。何度出しても同じバイト列です。

    The signed receipt; the signature file is written beside it as OUT.sig.
    """
    _need_a_place(pdf, csv)
    with ready(as_json=as_json):
        from daiko.notices import services

        row = submission_of(receipt)
        paper = services.receipt(row.submission_id, by=operator(by), at=moment(at))
        table = services.receipt_csv(row.submission_id)
    written = []
    if pdf is not None:
        written += [_write(pdf, [paper.pdf]), _write(_beside(pdf), [paper.signature.file()])]
    if csv is not None:
        written.append(_write(csv, [table]))
    value = {
        "receipt_number": row.receipt_number,
        "key_id": paper.signature.key_id,
        "sha256": paper.signature.sha256,
        "files": [str(path) for path in written],
    }
    _tell(value, as_json=as_json)


@notices.command("errors")
@requires(Permission.AGENCY_PAPER_MAKE)
def errors_command(
    receipt: ReceiptArgument,
    pdf: PdfOption = None,
    csv: CsvOption = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """受付エラー連絡票：取り込めなかったデータの一覧。

    Reception errors: what could not be taken in, with remedy.
    """
    _need_a_place(pdf, csv)
    with ready(as_json=as_json):
        from daiko.notices import listings

        listing = listings.errors(submission_of(receipt))
        _hand_out(listing, pdf, csv, as_json=as_json, by=operator(by), at=moment(at))


@notices.command("returns")
@requires(Permission.AGENCY_PAPER_MAKE)
def returns_command(
    receipt: Annotated[
        str | None, typer.Argument(metavar="[SUBMISSION]", help="受付番号。 Receipt number.")
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(metavar="N", help="機関番号（--month とともに）。 Provider, with --month."),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM", help="締めた処理月。 A closed processing month."),
    ] = None,
    pdf: PdfOption = None,
    csv: CsvOption = None,
    as_json: JsonOption = False,
    by: ByOption = None,
    at: AtOption = None,
) -> None:
    """返戻一覧表：一つの受付、または締めた月の一機関の分。

    Returned claims of one submission, or of a provider and a closed month.
    """
    returned = _chosen_returns(receipt, provider, month)
    _need_a_place(pdf, csv)
    from daiko.platform.boot import boot

    boot()
    with refusals(as_json=as_json):
        _hand_out(returned(), pdf, csv, as_json=as_json, by=operator(by), at=moment(at))


def _chosen_returns(
    receipt: str | None, provider: str | None, month: str | None
) -> Callable[[], Listing]:
    """How to get the listing that is meant, a usage error where none or two are meant."""
    if receipt is not None and provider is None and month is None:
        return lambda: _returns_of(receipt)
    if receipt is not None or provider is None or month is None:
        usage_error(
            "受付番号、または --provider と --month の両方を指定してください。"
            " Give a receipt number, or both --provider and --month."
        )
    closed = str(month_of(month))
    return lambda: _returns_in(provider, closed)


def _returns_of(receipt: str) -> Listing:
    from daiko.notices import listings

    return listings.returns(submission_of(receipt))


def _returns_in(provider: str, month: str) -> Listing:
    from daiko.notices import listings

    return listings.month_returns(provider, month)


def _hand_out(
    listing: Listing, pdf: Path | None, csv: Path | None, *, as_json: bool, by: Any, at: Any
) -> None:
    from daiko.notices import services

    services.record_reading(listing, by=by, at=at)
    written = []
    if pdf is not None:
        for number, of, content in _volumes(listing):
            name = pdf if of == 1 else pdf.with_stem(f"{pdf.stem}-{number:02d}of{of:02d}")
            written.append(_write(name, [content]))
    if csv is not None:
        written.append(_write(csv, listing.csv()))
    _tell({"rows": listing.rows, "files": [str(path) for path in written]}, as_json=as_json)


def _volumes(listing: Listing) -> Iterator[tuple[int, int, bytes]]:
    """Number, of how many, PDF; those that were made at the close of a month, else new ones."""
    from daiko.notices import queries

    head = listing.head
    kept = queries.month_paper(head.provider.number, head.month) if head.month else None
    if kept is None or kept.made_at is None:
        for volume, content in listing.pdfs():
            yield volume.number, volume.of, content
        return
    for number in range(1, kept.volumes + 1):
        with queries.volume(kept.paper_id, number) as stored:
            yield number, kept.volumes, stored.read()


@notices.command("key")
@public("a public key")
def key_command() -> None:
    """署名の公開鍵（PEM）。受け取る機関に配ります。 The public key, to be handed out."""
    from daiko.notices import signing

    say(signing.public_key_pem().decode("ascii").rstrip())


@notices.command("verify")
@public("it reads the caller's own files")
def verify_command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="受領書。 The receipt."),
    ],
    sig: Annotated[
        Path,
        typer.Argument(
            metavar="SIG", exists=True, dir_okay=False, help="署名ファイル。 Its signature file."
        ),
    ],
    public_key: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="発行元の公開鍵 PEM。省略時はこの設置の鍵。 Issuer's key; ours by default.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """受領書と署名ファイルを照合します。

    Verify a receipt against its signature file. Needs no database. Exit 1 when it fails.
    """
    from daiko.notices import signing

    pem = None if public_key is None else public_key.read_bytes()
    with refusals(as_json=as_json):
        signature = signing.Signature.read(sig.read_bytes(), name=sig.name)
        try:
            key = signing.verify(file.read_bytes(), signature, name=file.name, public_pem=pem)
        except ValueError:
            usage_error("Ed25519 の公開鍵（PEM）ではありません。 Not an Ed25519 public key in PEM.")
    if as_json:
        print_json({"verified": True, "key_id": key, "sha256": signature.sha256})
    else:
        say(f"一致しました。{file.name} は鍵 {key} で署名されたままです。 Verified.")


def _need_a_place(pdf: Path | None, csv: Path | None) -> None:
    if pdf is None and csv is None:
        usage_error("--pdf か --csv で書き出し先を指定してください。 Give --pdf OUT or --csv OUT.")


def _beside(pdf: Path) -> Path:
    return pdf.with_name(f"{pdf.name}.sig")


def _write(path: Path, parts: Iterable[bytes]) -> Path:
    with writing(path), path.open("wb") as target:
        for part in parts:
            target.write(part)
    return path


def _tell(value: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(value)
        return
    if "rows" in value:
        say(f"{value['rows']:,} 件。 {value['rows']:,} rows.")
    for path in value["files"]:
        say(f"書き出しました: {path}")
    if "key_id" in value:
        say(f"署名の鍵: {value['key_id']}")
