"""Write one planned archive, let our own check judge it, and put it into the store.

Source: standards/routing-and-delivery.md 3; design 1 (what we
write, our own check accepts). Nothing is recorded here: ``services.py`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from daiko.archive.names import ArchiveName
from daiko.archive.writer import write_archive
from daiko.checks.engine import check_archive
from daiko.checks.profile import Profile
from daiko.checks.report import PairVerdict, Verdict
from daiko.delivery.bundles import Member
from daiko.delivery.errors import PackageFailsCheck
from daiko.platform import objects
from daiko.platform.standard_set import schemas_in_use

IN_MEMORY: Final = 8 << 20
STORE_PREFIX: Final = "packages"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A stored archive and what the check read out of it."""

    stored: objects.Stored
    documents: int
    claim_yen: int


def seal(
    archive: ArchiveName, members: Iterable[Member], *, profile: Profile, at: datetime
) -> Sealed:
    """Write, check and store. Raises ``PackageFailsCheck`` and stores nothing then."""
    wrong: set[str] = set()

    def collect(pair: PairVerdict) -> None:
        if pair.verdict is Verdict.RETURNED:
            wrong.update(finding.rule for finding in pair.findings)

    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        out = cast(BinaryIO, file)
        write_archive(out, archive.root, members)
        out.seek(0)
        report = check_archive(
            out,
            name=archive.zip_name,
            received_at=at,
            profile=profile,
            schemas=schemas_in_use(),
            on_pair=collect,
        )
        if report.verdict is not Verdict.ACCEPTED:
            wrong.update(finding.rule for finding in report.findings)
            raise PackageFailsCheck(archive_name=archive.zip_name, rules=" ".join(sorted(wrong)))
        out.seek(0)
        stored = objects.put(STORE_PREFIX, out)
    return Sealed(stored, report.totals.pairs, report.totals.claim_yen)
