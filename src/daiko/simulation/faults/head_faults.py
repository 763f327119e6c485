"""Faults of index and summary (stages S1 to S3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from daiko.documents.records import Identifier
from daiko.simulation.archives import INDEX_FILE, SUMMARY_FILE, ArchiveDraft
from daiko.simulation.faults.editing import replacing
from daiko.simulation.faults.kinds import archive_fault
from daiko.simulation.organisations import Standing, bystander, provider_number
from daiko.simulation.words import PREFECTURES
from daiko.standard import oids
from daiko.standard.programme import PHASE_4_FROM

_UNKNOWN_PROVIDER = 99_901
_OTHER_AGENCY = "91399022"
_OFF_YEN = 100


def _sums_count(draft: ArchiveDraft) -> bool:
    """Every claim can be read; otherwise nobody can say what the sums should be."""
    return all(pair.claim_is_readable for pair in draft.pairs)


@archive_fault("X-XML-001")
def index_cut_short(draft: ArchiveDraft, _rng: Random) -> None:
    """The index breaks off."""
    draft.edit(INDEX_FILE, lambda data: data[: len(data) // 2])


@archive_fault("X-XML-001")
def summary_with_doctype(draft: ArchiveDraft, _rng: Random) -> None:
    """The summary brings a DOCTYPE."""
    draft.edit(SUMMARY_FILE, replacing("<summary ", "<!DOCTYPE summary>\n<summary "))


@archive_fault("X-XML-003", fits=lambda draft: draft.sent_on >= PHASE_4_FROM)
def head_in_old_namespace(draft: ArchiveDraft, _rng: Random) -> None:
    """Index and summary carry the namespace of phases 1 to 3 (ruling 30)."""
    for path in (INDEX_FILE, SUMMARY_FILE):
        draft.edit(path, replacing(oids.NAMESPACE, oids.NAMESPACE_OLD, -1))


@archive_fault("X-XML-008")
def index_with_unknown_element(draft: ArchiveDraft, _rng: Random) -> None:
    """A program wrote a remark into the index."""
    draft.edit(INDEX_FILE, replacing("</index>", "<remark/>\n</index>"))


@archive_fault("X-XML-009")
def summary_with_negative_total(draft: ArchiveDraft, _rng: Random) -> None:
    """A total of the summary is negative."""
    total = f'<totalPaymentAmount value="{draft.summary.total_payment}"'
    draft.edit(SUMMARY_FILE, replacing(total, '<totalPaymentAmount value="-1"'))


@archive_fault("X-IX-001")
def sent_as_individual(draft: ArchiveDraft, _rng: Random) -> None:
    """Interaction type 6, provider to insurer."""
    draft.set_index(interaction_type="6")


@archive_fault("X-IX-002")
def index_made_after_sending(draft: ArchiveDraft, _rng: Random) -> None:
    """The index is younger than the archive's name."""
    draft.set_index(created_on=f"{draft.sent_on + timedelta(days=365):%Y%m%d}")


@archive_fault("X-IX-003")
def sender_as_insurer(draft: ArchiveDraft, _rng: Random) -> None:
    """The sender's number stands under the OID of insurers."""
    draft.set_index(sender=Identifier(oids.INSURER, draft.name.sender))


@archive_fault("X-IX-004", accepted=True)
def sender_of_another_name(draft: ArchiveDraft, _rng: Random) -> None:
    """The index names another registered provider as the sender: a warning (ruling 9)."""
    other = bystander(draft.pairs[0].plan, Standing.GUIDANCE_ONLY)
    draft.set_index(sender=Identifier(oids.PROVIDER, other.number))


@archive_fault("X-IX-005")
def receiver_missing(draft: ArchiveDraft, _rng: Random) -> None:
    """The index names no receiver."""
    draft.set_index(receiver=None)


@archive_fault("X-IX-006")
def receiver_as_insurer(draft: ArchiveDraft, _rng: Random) -> None:
    """The agency's number stands under the OID of insurers."""
    draft.set_index(receiver=Identifier(oids.INSURER, draft.name.receiver))


@archive_fault("X-IX-007")
def receiver_of_another_agency(draft: ArchiveDraft, _rng: Random) -> None:
    """The index alone is addressed to a federation."""
    draft.set_index(receiver=Identifier(oids.AGENCY, _OTHER_AGENCY))


@archive_fault("X-IX-008", "X-SU-001", "X-XF-014")
def index_of_guidance(draft: ArchiveDraft, _rng: Random) -> None:
    """The index says guidance; name, summary and claims say checkups."""
    draft.set_index(service_event_type="2")


@archive_fault("X-IX-009")
def index_counts_persons(draft: ArchiveDraft, _rng: Random) -> None:
    """The index counts persons, not files."""
    draft.set_index(total_record_count=str(len(draft.pairs)))


@archive_fault("X-IX-010", "X-XML-008")
def index_in_another_order(draft: ArchiveDraft, _rng: Random) -> None:
    """The receiver stands before the sender."""

    def swapped(data: bytes) -> bytes:
        begin, middle = data.index(b"<sender>"), data.index(b"<receiver>")
        end = data.index(b"<serviceEventType")
        return data[:begin] + data[middle:end] + data[begin:middle] + data[end:]

    draft.edit(INDEX_FILE, swapped)


@archive_fault("X-SU-008", "X-XML-009")
def summary_in_another_currency(draft: ArchiveDraft, _rng: Random) -> None:
    """The total cost is marked as YEN, which is no currency code."""
    draft.set_summary(currencies=("YEN",))


def _rename_sender(draft: ArchiveDraft, number: str) -> None:
    """Another sender in the archive's name and index; the files keep their institution."""
    for pair in draft.pairs:
        pair.file_institution = pair.file_institution or draft.provider.number
    draft.rename(sender=number)
    draft.set_index(sender=Identifier(oids.PROVIDER, number))


@archive_fault("X-REF-001")
def sender_unknown(draft: ArchiveDraft, _rng: Random) -> None:
    """The sender is not registered."""
    _rename_sender(draft, provider_number(PREFECTURES[0], "1", _UNKNOWN_PROVIDER))


@archive_fault("X-REF-001")
def sender_closed(draft: ArchiveDraft, _rng: Random) -> None:
    """The sender closed before the month."""
    _rename_sender(draft, bystander(draft.pairs[0].plan, Standing.CLOSED).number)


@archive_fault("X-SU-001")
def summary_of_guidance(draft: ArchiveDraft, _rng: Random) -> None:
    """The summary says guidance."""
    draft.set_summary(service_event_type="2")


@archive_fault("X-SU-002")
def summary_counts_files(draft: ArchiveDraft, _rng: Random) -> None:
    """The summary counts files, not persons."""
    draft.set_summary(subject_count=str(2 * len(draft.pairs)))


@archive_fault("X-SU-003", "X-SU-007", fits=_sums_count)
def total_cost_wrong(draft: ArchiveDraft, _rng: Random) -> None:
    """The total cost is 100 yen too high."""
    draft.set_summary(total_cost=_off(draft.summary.total_cost))


@archive_fault("X-SU-004", "X-SU-007", fits=_sums_count)
def total_payment_wrong(draft: ArchiveDraft, _rng: Random) -> None:
    """The total paid at the window is 100 yen too high."""
    draft.set_summary(total_payment=_off(draft.summary.total_payment))


@archive_fault("X-SU-005", "X-SU-007", fits=_sums_count)
def total_of_other_programmes_wrong(draft: ArchiveDraft, _rng: Random) -> None:
    """The total of other programmes is 100 yen too high."""
    draft.set_summary(total_other_program=_off(draft.summary.total_other_program))


@archive_fault("X-SU-006", "X-SU-007", fits=_sums_count)
def total_claim_wrong(draft: ArchiveDraft, _rng: Random) -> None:
    """The total claimed is 100 yen too high."""
    draft.set_summary(total_claim=_off(draft.summary.total_claim))


@archive_fault("X-SU-003", "X-SU-006", fits=_sums_count)
def totals_wrong_together(draft: ArchiveDraft, _rng: Random) -> None:
    """Cost and claim are both 100 yen too high, so that they agree with each other."""
    draft.set_summary(
        total_cost=_off(draft.summary.total_cost), total_claim=_off(draft.summary.total_claim)
    )


def _off(amount: str | None) -> str:
    return str(int(amount or 0) + _OFF_YEN)


def _has_readable_pair(draft: ArchiveDraft) -> bool:
    return any(pair.fault is None for pair in draft.pairs)


@archive_fault("X-XF-014", fits=_has_readable_pair, of_pairs=("X-CC-001",))
def claim_of_guidance(draft: ArchiveDraft, rng: Random) -> None:
    """One claim says guidance; that pair shows X-CC-001 besides."""
    pair = rng.choice([pair for pair in draft.pairs if pair.fault is None])
    pair.claim = replace(pair.claim, service_event_type="2")
    pair.fault = "claim-of-guidance"
    pair.expected |= {"X-CC-001"}
    pair.is_returned = True
