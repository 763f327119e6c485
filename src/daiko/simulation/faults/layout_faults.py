"""Faults of names and layout (stage S0): archive name, folders, files, pairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from daiko.simulation.archives import INDEX_FILE, SUMMARY_FILE, ArchiveDraft, Members
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import archive_fault
from daiko.standard.identifiers import FUND
from daiko.standard.programme import PHASE_4_FROM

_OTHER_AGENCY = "91399022"  # a federation
_YEARS_AHEAD = 3


def _has_several_pairs(draft: ArchiveDraft) -> bool:
    return len(draft.pairs) > 1


def _is_faultless(draft: ArchiveDraft) -> bool:
    """No pair has a fault of its own, which one document alone would not show."""
    return all(pair.fault is None for pair in draft.pairs)


def _is_of_phase_4(draft: ArchiveDraft) -> bool:
    """Before, index and summary may be in the old namespace, which only the name allows."""
    return draft.sent_on >= PHASE_4_FROM


@archive_fault("X-ARC-003", fits=_is_of_phase_4)
def name_with_another_form(draft: ArchiveDraft, _rng: Random) -> None:
    """An underscore between date and sequence, as one guide has it."""
    name = draft.name
    draft.root = (
        f"{name.sender}_{name.receiver}_{name.submitted_on}_{name.sequence}"
        f"_{name.service_event_type}"
    )
    draft.file_name = f"{draft.root}.zip"


@archive_fault("X-ARC-004")
def name_of_a_future_day(draft: ArchiveDraft, _rng: Random) -> None:
    """The date in all names lies years ahead."""
    ahead = draft.sent_on + timedelta(days=365 * _YEARS_AHEAD)
    draft.rename(submitted_on=f"{ahead:%Y%m%d}")


@archive_fault("X-ARC-004")
def name_of_no_day(draft: ArchiveDraft, _rng: Random) -> None:
    """The date in all names is the 31st of June."""
    draft.rename(submitted_on=f"{draft.sent_on.year}0631")


@archive_fault("X-ARC-005", accepted=True, fits=lambda draft: draft.is_last_of_day)
def sequence_skips(draft: ArchiveDraft, _rng: Random) -> None:
    """The sequence of the day skips a number: a warning."""
    draft.rename(sequence=draft.name.sequence + 2)


@archive_fault("X-ARC-006", "X-IX-008")
def name_of_another_exchange(draft: ArchiveDraft, _rng: Random) -> None:
    """The name says class 3, an exchange between other parties; the index says checkups."""
    draft.rename(service_event_type="3")


@archive_fault("X-ARC-007")
def root_folder_differs(draft: ArchiveDraft, _rng: Random) -> None:
    """The folder in the ZIP is not named like the ZIP."""
    draft.root = "健診データ"


@archive_fault("X-ARC-009")
def index_missing(draft: ArchiveDraft, _rng: Random) -> None:
    """There is no index."""
    draft.member_edits.append(lambda members: _remove(members, INDEX_FILE))


@archive_fault("X-ARC-009")
def index_misnamed(draft: ArchiveDraft, _rng: Random) -> None:
    """The index is called index.xml (ruling 7)."""
    draft.member_edits.append(lambda members: _rename(members, INDEX_FILE, "index.xml"))


@archive_fault("X-ARC-010")
def summary_missing(draft: ArchiveDraft, _rng: Random) -> None:
    """There is no summary."""
    draft.member_edits.append(lambda members: _remove(members, SUMMARY_FILE))


@archive_fault("X-ARC-011", fits=_is_faultless)
def claims_alone(draft: ArchiveDraft, _rng: Random) -> None:
    """There is no folder of results; index and summary count what is there."""
    draft.set_index(total_record_count=str(len(draft.pairs)))
    draft.set_summary(subject_count="0")
    draft.member_edits.append(lambda members: _drop(members, "DATA/"))


@archive_fault("X-ARC-012", fits=_is_faultless)
def results_alone(draft: ArchiveDraft, _rng: Random) -> None:
    """No folder of claims, as to an insurer; index and summary count what is there."""
    draft.set_index(total_record_count=str(len(draft.pairs)))
    draft.set_summary(total_cost="0", total_payment="0", total_other_program=None, total_claim="0")
    draft.member_edits.append(lambda members: _drop(members, "CLAIMS/"))


@archive_fault("X-ARC-013")
def schemas_missing(draft: ArchiveDraft, _rng: Random) -> None:
    """The folder XSD is missing."""
    draft.member_edits.append(lambda members: _drop(members, "XSD/"))


@archive_fault("X-ARC-013")
def one_schema_missing(draft: ArchiveDraft, _rng: Random) -> None:
    """One of the eleven schemas is missing."""
    draft.member_edits.append(lambda members: _remove(members, "XSD/hg08_V08.xsd"))


@archive_fault("X-ARC-014", accepted=True)
def schema_changed(draft: ArchiveDraft, _rng: Random) -> None:
    """An enclosed schema is not the official one: a warning, since it is never used."""
    draft.member_edits.append(lambda members: _put(members, "XSD/hg08_V08.xsd", b"<schema/>"))


@archive_fault("X-ARC-015", accepted=True)
def left_over_of_a_program(draft: ArchiveDraft, _rng: Random) -> None:
    """A thumbnail file was packed with the results."""
    draft.member_edits.append(lambda members: _put(members, "DATA/Thumbs.db", b"thumbs"))


@archive_fault("X-ARC-015", accepted=True)
def note_in_the_root(draft: ArchiveDraft, _rng: Random) -> None:
    """A text lies beside index and summary."""
    draft.member_edits.append(lambda members: _put(members, "readme.txt", b"see DATA"))


@archive_fault("X-ARC-016", "X-ARC-017")
def file_names_of_another_form(draft: ArchiveDraft, rng: Random) -> None:
    """One pair bears the names of a program seen in the field."""
    pair = _faultless(draft, rng)
    pair.name = f"{pair.name[:20]}_{pair.serial % 10_000:04d}_{FUND}"


@archive_fault("X-ARC-018", accepted=True)
def file_names_of_another_day(draft: ArchiveDraft, _rng: Random) -> None:
    """The files are named after the day before: a warning."""
    day = f"{draft.sent_on - timedelta(days=1):%Y%m%d}"
    for pair in draft.pairs:
        pair.name = pair.name[:10] + day + pair.name[18:]


@archive_fault("X-ARC-019", fits=_has_several_pairs)
def claim_missing(draft: ArchiveDraft, rng: Random) -> None:
    """A result has no claim; index and summary count what is there."""
    pair = _faultless(draft, rng)
    _count_without(draft, pair, files=1, results=len(draft.pairs))
    draft.member_edits.append(lambda members: _remove(members, f"CLAIMS/c{pair.name}.xml"))


@archive_fault("X-ARC-019", fits=_has_several_pairs)
def result_missing(draft: ArchiveDraft, rng: Random) -> None:
    """A claim has no result; index and summary count what is there."""
    pair = _faultless(draft, rng)
    results = len(draft.pairs) - 1
    draft.set_index(total_record_count=str(2 * len(draft.pairs) - 1))
    draft.set_summary(subject_count=str(results))
    draft.member_edits.append(lambda members: _remove(members, f"DATA/h{pair.name}.xml"))


@archive_fault("X-ARC-020", "X-IX-008")
def name_of_guidance(draft: ArchiveDraft, _rng: Random) -> None:
    """The name says guidance (class 2); index and files are of checkups."""
    draft.rename(service_event_type="2")


@archive_fault("X-ARC-024")
def sent_to_another_agency(draft: ArchiveDraft, _rng: Random) -> None:
    """The archive is addressed to a federation, in its name and in its index."""
    draft.rename(receiver=_OTHER_AGENCY)
    receiver = draft.index.receiver
    assert receiver is not None
    draft.set_index(receiver=replace(receiver, extension=_OTHER_AGENCY))


@archive_fault("X-ARC-027")
def nothing_in_it(draft: ArchiveDraft, _rng: Random) -> None:
    """DATA and CLAIMS are empty folders."""
    draft.pairs.clear()
    draft.count()

    def empty_folders(members: Members) -> None:
        members["DATA/"] = b""
        members["CLAIMS/"] = b""

    draft.member_edits.append(empty_folders)


def _faultless(draft: ArchiveDraft, rng: Random) -> PairDraft:
    """A pair without a fault of its own, and none whose copy would then come first; or any."""
    free = [pair for pair in draft.pairs if pair.fault is None and not pair.has_copy_here]
    return rng.choice(free or draft.pairs)


def _count_without(draft: ArchiveDraft, left_out: PairDraft, *, files: int, results: int) -> None:
    """Index and summary when one claim is not in the archive."""
    pairs = draft.pairs
    draft.pairs = [pair for pair in pairs if pair is not left_out]
    draft.count()
    draft.pairs = pairs
    draft.set_index(total_record_count=str(2 * len(pairs) - files))
    draft.set_summary(subject_count=str(results))


def _remove(members: Members, path: str) -> None:
    del members[path]


def _put(members: Members, path: str, content: bytes) -> None:
    members[path] = content


def _rename(members: Members, path: str, new: str) -> None:
    members[new] = members.pop(path)


def _drop(members: Members, folder: str) -> None:
    for path in [path for path in members if path.startswith(folder)]:
        del members[path]
