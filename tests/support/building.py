"""Documents, archives and subjects for tests of the checks: complete and right by default.

One person, one provider, one insurer: a basic checkup on 2026-05-12 for 7,680 yen,
sent on 2026-06-05. A test changes the one thing it is about.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from daiko.archive.names import ArchiveName, MemberName
from daiko.archive.writer import write_archive
from daiko.checks.engine import check_archive
from daiko.checks.layout import layout_of
from daiko.checks.person_key import claim_key
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.report import Report
from daiko.checks.subjects import ArchiveSubject, ClaimTotals, ClaimYen, PairSubject
from daiko.checks.values import day, fiscal_year, yen
from daiko.documents.records import (
    CardParticipant,
    CheckupClaim,
    CheckupResult,
    DeclaredPrice,
    DeclaredTerms,
    Identifier,
    Index,
    Observation,
    Organization,
    Section,
    Summary,
)
from daiko.documents.writing import (
    write_checkup_claim,
    write_checkup_result,
    write_index,
    write_summary,
)
from daiko.standard import oids
from daiko.standard.schemas import bundled_files
from observing import the_items

PROVIDER: Final = "1319900013"
INSURER: Final = "06132013"
AGENCY: Final = "94899010"
CARD: Final = "26100000017"
PERFORMED_ON: Final = "20260512"
MADE_ON: Final = "20260605"
RECEIVED_ON: Final = date(2026, 6, 5)
RECEIVED_AT: Final = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo
ZIP_NAME: Final = f"{PROVIDER}_{AGENCY}_{MADE_ON}0_1.zip"


def a_claim(**changes: Any) -> CheckupClaim:
    """A claim of type 1, nobody pays at the window."""
    claim = CheckupClaim(
        service_event_type="1",
        provider=Identifier(oids.PROVIDER, PROVIDER),
        insurer=Identifier(oids.INSURER, INSURER),
        symbol=Identifier(oids.SYMBOL, "１３１"),
        number=Identifier(oids.NUMBER, "123123123"),
        branch_code=Identifier(oids.BRANCH_CODE, "01"),
        name="ケンシンタロウ",
        postal_code="105-0004",
        address="東京都港区新橋９－９９－９",
        birth_date="19700516",
        sex="1",
        card_id=Identifier(oids.CHECKUP_CARD, CARD),
        card_valid_until="20270331",
        basic_terms=DeclaredTerms("1"),
        claim_type="1",
        commission_type="1",
        basic_prices=(DeclaredPrice("7680"),),
        basic_payment="000000",
        unit_total="7680",
        payment_total="0",
        claim_amount="7680",
    )
    return replace(claim, **changes)


def an_office(**changes: Any) -> Organization:
    """The clinic that examined the person and made the file."""
    office = Organization(
        identifier=Identifier(oids.PROVIDER, PROVIDER),
        name="新橋第一診療所",
        telecom="tel:0335917441",
        postal_code="105-0004",
        address="東京都港区新橋２－１－３",
    )
    return replace(office, **changes)


def a_card(**changes: Any) -> CardParticipant:
    """The checkup card as the result names it."""
    card = CardParticipant(
        type_code="HLD",
        function_code="1",
        function_code_system=oids.CARD_FACE,
        valid_until="20270331",
        card_id=Identifier(oids.checkup_card_root(INSURER), CARD),
        issuing_insurer=Identifier(oids.INSURER, INSURER),
    )
    return replace(card, **changes)


def a_result(**changes: Any) -> CheckupResult:
    """The result that belongs to ``a_claim``."""
    result = CheckupResult(
        type_id=Identifier(oids.CDA_TYPE_ROOT, oids.CDA_TYPE_EXTENSION),
        document_id=Identifier(null_flavor="NI"),
        report_code="10",
        report_code_system=oids.REPORT,
        created_on="20260520",
        confidentiality_code="N",
        confidentiality_code_system=oids.CONFIDENTIALITY,
        person_ids=(
            Identifier(oids.INSURER, INSURER),
            Identifier(oids.SYMBOL, "１３１"),
            Identifier(oids.NUMBER, "123123123"),
            Identifier(oids.BRANCH_CODE, "01"),
        ),
        postal_code="105-0004",
        address="東京都港区新橋９－９９－９",
        name="ケンシンタロウ",
        sex="1",
        sex_code_system=oids.SEX,
        birth_date="19700516",
        author_time="20260520",
        author=an_office(),
        custodian=Identifier(null_flavor="NI"),
        cards=(a_card(),),
        program_code="010",
        program_code_system=oids.PROGRAM,
        performed_on=PERFORMED_ON,
        performer=an_office(),
        sections=(a_section(the_items()),),
    )
    return replace(result, **changes)


def a_section(observations: Iterable[Observation], code: str = "01010") -> Section:
    return Section(
        code=code,
        code_system=oids.SECTION,
        title="検査・問診結果セクション",
        observations=tuple(observations),
    )


def with_item(result: CheckupResult, *items: Observation) -> CheckupResult:
    """The result with these observations in section 01010 in place of those of their codes."""
    return without_item(result, *(item.code or "" for item in items), instead=items)


def without_item(
    result: CheckupResult, *codes: str, instead: Sequence[Observation] = ()
) -> CheckupResult:
    """The result without the observations of these codes in section 01010."""
    first, *rest = result.sections
    kept = tuple(o for o in first.observations if o.code not in codes)
    section = replace(first, observations=(*kept, *instead))
    return replace(result, sections=(section, *rest))


def an_index(pairs: int = 1, **changes: Any) -> Index:
    index = Index(
        interaction_type="1",
        created_on=MADE_ON,
        sender=Identifier(oids.PROVIDER, PROVIDER),
        receiver=Identifier(oids.AGENCY, AGENCY),
        service_event_type="1",
        total_record_count=str(2 * pairs),
    )
    return replace(index, **changes)


def a_summary(claims: Sequence[CheckupClaim] | None = None, **changes: Any) -> Summary:
    """The summary of these claims (one ``a_claim`` by default)."""
    counted = [a_claim()] if claims is None else list(claims)
    others = [claim.other_program for claim in counted]
    summary = Summary(
        service_event_type="1",
        subject_count=str(len(counted)),
        total_cost=_sum(claim.unit_total for claim in counted),
        total_payment=_sum(claim.payment_total for claim in counted),
        total_other_program=None if set(others) <= {None} else _sum(others),
        total_claim=_sum(claim.claim_amount for claim in counted),
    )
    return replace(summary, **changes)


def _sum(amounts: Iterable[str | None]) -> str:
    return str(sum(yen(amount) or 0 for amount in amounts))


def a_pair(
    claim: CheckupClaim | None = None, result: CheckupResult | None = None, **changes: Any
) -> PairSubject:
    """A pair as the engine hands it to rules; ``changes`` are fields of the subject."""
    claim, result = claim or a_claim(), result or a_result()
    performed_on = day(result.performed_on)
    name = pair_name()
    pair = PairSubject(
        name=name,
        claim=claim,
        result=result,
        received_on=RECEIVED_ON,
        amounts=ClaimYen.of(claim),
        key=claim_key(claim, performed_on),
        claim_name=f"c{name}.xml",
        result_name=f"h{name}.xml",
        parsed_name=MemberName.parse(f"h{name}.xml"),
        claim_sha256="c" * 64,
        result_sha256="d" * 64,
        performed_on=performed_on,
        birth_date=day(result.birth_date),
        fiscal_year=fiscal_year(performed_on) if performed_on else None,
    )
    for name, value in changes.items():
        setattr(pair, name, value)
    return pair


def pair_name(serial: int = 0) -> str:
    return f"{PROVIDER}{MADE_ON}01{serial:06d}"


@dataclass(frozen=True, slots=True)
class Named:
    """Stands for a member of an archive where only the name counts."""

    name: str


def an_archive_subject(
    *,
    name: str = ZIP_NAME,
    members: Iterable[str] | None = None,
    pairs: int = 1,
    **changes: Any,
) -> ArchiveSubject:
    """An archive as the engine hands it to rules, without any bytes behind it.

    ``members`` are full paths; by default those of a complete archive of ``pairs`` pairs.
    """
    parsed_name = ArchiveName.parse(name)
    paths = full_paths(name, pairs) if members is None else members
    subject = ArchiveSubject(
        name=name,
        received_on=RECEIVED_ON,
        sha256="a" * 64,
        parsed_name=parsed_name,
        layout=layout_of([Named(path) for path in paths], name.removesuffix(".zip")),  # type: ignore[misc]
        index=an_index(pairs),
        summary=a_summary([a_claim()] * pairs),
        totals=ClaimTotals(claims=pairs, unit_total_yen=7680 * pairs, claim_yen=7680 * pairs),
    )
    subject.totals.service_event_types["1"] = pairs
    known = {field.name for field in fields(subject)}
    for field, value in changes.items():
        assert field in known, field
        setattr(subject, field, value)
    return subject


def full_paths(name: str = ZIP_NAME, pairs: int = 1) -> list[str]:
    """Members of a complete archive, folders first."""
    root = name.removesuffix(".zip")
    paths = [f"{root}/", f"{root}/ix08_V08.xml", f"{root}/su08_V08.xml"]
    for serial in range(pairs):
        paths.append(f"{root}/DATA/h{pair_name(serial)}.xml")
        paths.append(f"{root}/CLAIMS/c{pair_name(serial)}.xml")
    return paths + [f"{root}/{path}" for path, _ in bundled_files()]


@dataclass(frozen=True, slots=True)
class BuiltArchive:
    """An archive in memory, with the name it arrives under."""

    name: str
    data: bytes

    def check(self, **arguments: Any) -> Report:
        """Run the whole check on it."""
        arguments.setdefault("received_at", RECEIVED_AT)
        return check_archive(io.BytesIO(self.data), name=self.name, **arguments)


Pair = tuple[CheckupResult | bytes, CheckupClaim | bytes]


def an_archive(
    pairs: Sequence[Pair] | None = None,
    *,
    name: str = ZIP_NAME,
    root: str | None = None,
    index: Index | bytes | None = None,
    summary: Summary | bytes | None = None,
    extra: Sequence[tuple[str, bytes]] = (),
    without: Sequence[str] = (),
) -> BuiltArchive:
    """A complete archive of these pairs; index and summary fit them unless given.

    ``extra`` members are added, those whose path begins with one of ``without`` left out.
    """
    pairs = [(a_result(), a_claim())] if pairs is None else pairs
    claims = [claim for _, claim in pairs if isinstance(claim, CheckupClaim)]
    index = an_index(len(pairs)) if index is None else index
    summary = a_summary(claims) if summary is None else summary
    members: list[tuple[str, bytes]] = [
        ("ix08_V08.xml", index if isinstance(index, bytes) else write_index(index)),
        ("su08_V08.xml", summary if isinstance(summary, bytes) else write_summary(summary)),
    ]
    for serial, (result, claim) in enumerate(pairs):
        data = result if isinstance(result, bytes) else write_checkup_result(result)
        members.append((f"DATA/h{pair_name(serial)}.xml", data))
        data = claim if isinstance(claim, bytes) else write_checkup_claim(claim)
        members.append((f"CLAIMS/c{pair_name(serial)}.xml", data))
    members += [*bundled_files(), *extra]
    kept = [m for m in members if not m[0].startswith(tuple(without))] if without else members
    out = io.BytesIO()
    write_archive(out, name.removesuffix(".zip") if root is None else root, kept)
    return BuiltArchive(name, out.getvalue())


def another(serial: int) -> Pair:
    """A second, third … person of the same provider: own card, own number."""
    number = Identifier(oids.NUMBER, f"{serial:09d}")
    card = f"261{serial:08d}"
    claim = a_claim(number=number, card_id=Identifier(oids.CHECKUP_CARD, card))
    result = a_result()
    ids = tuple(number if i.root == oids.NUMBER else i for i in result.person_ids)
    holder = replace(result.cards[0], card_id=Identifier(result.cards[0].card_id.root, card))  # type: ignore[union-attr]
    return replace(result, person_ids=ids, cards=(holder,)), claim


def rules_of(report: Report) -> list[str]:
    """Rule ids of the archive and of all pairs, sorted, each once."""
    found = {f.rule for f in report.findings}
    found.update(f.rule for pair in report.pairs for f in pair.findings)
    return sorted(found)


def profile_with(**changes: Any) -> Profile:
    return replace(FUND_RECEPTION, **changes)
