"""A registry and archives for tests of the rooms from reception on.

The insurer, the provider and the price are those of ``building.py``; cards are taken as
declared, so that its pairs are accepted unless a test makes them wrong.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from building import (
    AGENCY,
    MADE_ON,
    PROVIDER,
    RECEIVED_AT,
    BuiltArchive,
    Pair,
    a_summary,
    an_index,
    another,
)
from daiko.archive.writer import write_archive
from daiko.documents.records import CheckupClaim, Identifier
from daiko.documents.writing import (
    write_checkup_claim,
    write_checkup_result,
    write_index,
    write_summary,
)
from daiko.platform.actors import Actor, ActorKind
from daiko.reception import services
from daiko.reception.services import Receipt
from daiko.registry.services import load
from daiko.standard import oids
from daiko.standard.schemas import bundled_files
from registry_folder import ROWS, a_row, write_registry

CLERK = Actor(ActorKind.OPERATOR, "clerk")
SECOND_PROVIDER = "1319900021"


def a_registry(folder: Path, *, at: datetime = RECEIVED_AT) -> None:
    """Load an insurer, two providers and their contract."""
    second = {"provider_number": SECOND_PROVIDER}
    report = load(
        write_registry(
            folder,
            insurers=[a_row("insurers", card_check_mode="declared_only")],
            providers=[ROWS["providers"], a_row("providers", **second)],
            contract_providers=[ROWS["contract_providers"], a_row("contract_providers", **second)],
        ),
        by=CLERK,
        at=at,
    )
    assert report.loaded, report.bad_rows


def a_guidance_registry(folder: Path, *, at: datetime = RECEIVED_AT) -> None:
    """The same with guidance in the contract, at the prices of ``guidance_building``."""
    prices = [
        a_row("contract_prices", price_class="guidance", item_code=level, unit_price_yen=yen)
        for level, yen in (("1", "26400"), ("2", "8250"))
    ]
    report = load(
        write_registry(
            folder,
            insurers=[a_row("insurers", card_check_mode="declared_only")],
            contract_providers=[
                a_row("contract_providers", services="basic detail other dock guidance")
            ],
            contract_prices=[ROWS["contract_prices"], *prices],
        ),
        by=CLERK,
        at=at,
    )
    assert report.loaded, report.bad_rows


def an_arrival(
    pairs: Sequence[Pair], *, sequence: int = 0, sender: str = PROVIDER, made_on: str = MADE_ON
) -> BuiltArchive:
    """An archive as this sender sends it: all names fit its date and its sequence."""
    root = f"{sender}_{AGENCY}_{made_on}{sequence}_1"
    index = an_index(len(pairs), sender=Identifier(oids.PROVIDER, sender), created_on=made_on)
    claims = [claim for _, claim in pairs if isinstance(claim, CheckupClaim)]
    members = [
        ("ix08_V08.xml", write_index(index)),
        ("su08_V08.xml", write_summary(a_summary(claims))),
    ]
    for serial, (result, claim) in enumerate(pairs):
        name = f"{sender}{made_on}{sequence}1{serial:06d}.xml"
        data = result if isinstance(result, bytes) else write_checkup_result(result)
        members.append((f"DATA/h{name}", data))
        data = claim if isinstance(claim, bytes) else write_checkup_claim(claim)
        members.append((f"CLAIMS/c{name}", data))
    out = io.BytesIO()
    write_archive(out, root, [*members, *bundled_files()])
    return BuiltArchive(f"{root}.zip", out.getvalue())


def a_wrong_pair(serial: int) -> Pair:
    """A pair that is returned: its claim asks for one yen more than the price."""
    result, claim = another(serial)
    assert isinstance(claim, CheckupClaim)
    return result, replace(claim, claim_amount="7681")


def an_odd_pair(serial: int) -> Pair:
    """A pair that is returned unless a receiver softens X-XF-008: two addresses."""
    result, claim = another(serial)
    assert isinstance(claim, CheckupClaim)
    return result, replace(claim, address="東京都港区新橋１－１－１")


def received(archive: BuiltArchive, *, at: datetime = RECEIVED_AT) -> Receipt:
    """Receive an archive; its check is ordered and not run."""
    return services.receive(io.BytesIO(archive.data), archive_name=archive.name, by=CLERK, at=at)


def checked(archive: BuiltArchive, *, at: datetime = RECEIVED_AT) -> Receipt:
    """Receive an archive and check it at once, without a worker."""
    receipt = received(archive, at=at)
    services.check_submission(receipt.submission_id, at=at)
    return receipt
