"""The quarantine folder: private, known by its key, erased in time by whoever comes first."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daiko.precheck import quarantine, rate, services
from daiko.precheck.errors import (
    ArchiveTooLarge,
    CheckNotThere,
    NoArchive,
    PrecheckBusy,
    PrecheckOff,
    TooManyChecks,
)
from daiko.precheck.policy import policy
from daiko.precheck.quarantine import Gone, Phase
from daiko.precheck.sealed_files import new_key
from daiko.precheck.services import Upload

AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)
KEY = new_key()


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and no runner."""
    monkeypatch.setenv("DAIKO_HOME", str(tmp_path))
    monkeypatch.delenv("DAIKO_QUARANTINE")
    monkeypatch.setattr(services, "_start_runner", lambda *_: None)
    return tmp_path


def an_upload(address: str = "192.0.2.1", *, at: datetime = AT) -> Upload:
    return Upload(address=address, at=at)


def test_folders_and_files_are_private() -> None:
    """Folders 0700, files 0600, whatever the umask of the process."""
    before = os.umask(0)
    try:
        upload = an_upload()
        upload.write(b"x")
        upload.begin("a.zip", at=AT)
    finally:
        os.umask(before)
    for path in (quarantine.root(), *quarantine.root().rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_state_tells_times_and_counts_only() -> None:
    """In clear stand a phase, three moments, two counts and a digest of the key."""
    check_id = quarantine.make(KEY, at=AT)
    value = json.loads((quarantine.place(check_id) / "state").read_text())
    assert set(value) == {
        "phase", "verifier", "created_at", "changed_at", "expires_at", "done", "total",
    }  # fmt: skip
    assert KEY.hex() not in json.dumps(value)
    assert quarantine.fits(quarantine.read_state(check_id, at=AT), KEY)
    assert not quarantine.fits(quarantine.read_state(check_id, at=AT), new_key())


@pytest.mark.parametrize("name", ["", "..", "../x", "a" * 24 + "/", "A" * 24, "g" * 24, "0" * 23])
def test_what_is_no_id_leads_nowhere(name: str) -> None:
    """No path can be made from an address."""
    with pytest.raises(Gone):
        quarantine.place(name)


def test_a_check_is_gone_after_its_time() -> None:
    """Gone at once when its time is over, erased by the next sweep."""
    check_id = quarantine.make(KEY, at=AT)
    state = quarantine.read_state(check_id, at=AT)
    late = AT + timedelta(minutes=15)
    done = replace(state, phase=Phase.DONE, expires_at=late)
    quarantine.write_state(check_id, done)
    assert quarantine.read_state(check_id, at=late - timedelta(seconds=1)).phase is Phase.DONE
    assert quarantine.sweep(at=late - timedelta(seconds=1)) == 0
    with pytest.raises(Gone):
        quarantine.read_state(check_id, at=late)
    assert quarantine.sweep(at=late) == 1
    assert not quarantine.place(check_id).exists()


def test_a_check_that_never_ends_is_erased_too() -> None:
    """An hour after its beginning, whatever happened to its process."""
    quarantine.make(KEY, at=AT)
    assert quarantine.sweep(at=AT + timedelta(minutes=59)) == 0
    assert quarantine.sweep(at=AT + timedelta(minutes=60)) == 1


def test_a_folder_whose_state_cannot_be_read_is_erased() -> None:
    """What a crash left half made goes with the next sweep."""
    check_id = quarantine.make(KEY, at=AT)
    (quarantine.place(check_id) / "state").write_text("{")
    assert quarantine.sweep(at=AT) == 1


def test_a_check_without_a_worker_is_lost() -> None:
    """Its process died: nobody holds the lock, and the page says so instead of waiting."""
    check_id = quarantine.make(KEY, at=AT)
    state = quarantine.read_state(check_id, at=AT)
    quarantine.write_state(check_id, replace(state, phase=Phase.CHECKING))
    later = AT + timedelta(minutes=2)
    with quarantine.held(check_id):
        assert quarantine.read_state(check_id, at=later).phase is Phase.CHECKING
    assert quarantine.read_state(check_id, at=later).phase is Phase.LOST


def test_only_so_many_work_at_a_time() -> None:
    """The third waits until one of two is free."""
    with quarantine.turn(2) as first, quarantine.turn(2) as second, quarantine.turn(2) as third:
        assert (first, second, third) == (True, True, False)
    with quarantine.turn(2) as again:
        assert again


def test_an_upload_over_the_limit_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused while it comes, at the first byte too many."""
    monkeypatch.setenv("DAIKO_PRECHECK_MEBIBYTES", "1")
    upload = an_upload()
    upload.write(bytes(1024 * 1024))
    with pytest.raises(ArchiveTooLarge):
        upload.write(b"x")
    assert quarantine.checks() == []


def test_nothing_is_no_archive() -> None:
    """An empty file begins no check and leaves nothing."""
    upload = an_upload()
    with pytest.raises(NoArchive):
        upload.begin("a.zip", at=AT)
    assert quarantine.checks() == []


def test_one_address_may_ask_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is of ten minutes, for each address alone, and no address is written down."""
    monkeypatch.setenv("DAIKO_PRECHECK_PER_ADDRESS", "2")
    for _ in range(2):
        an_upload().abandon()
    with pytest.raises(TooManyChecks):
        an_upload()
    an_upload("192.0.2.2").abandon()
    an_upload(at=AT + timedelta(minutes=10, seconds=1)).abandon()
    for path in quarantine.root().rglob("*"):
        assert "192.0.2" not in path.name
        assert path.is_dir() or b"192.0.2" not in path.read_bytes()


def test_marks_of_quiet_addresses_are_forgotten() -> None:
    """After the window nothing of an address is left."""
    an_upload().abandon()
    folder = quarantine.root() / "rate"
    (mark,) = folder.iterdir()
    os.utime(mark, (AT.timestamp(), AT.timestamp()))
    rate.forget(at=AT + timedelta(minutes=9))
    assert list(folder.iterdir())
    rate.forget(at=AT + timedelta(minutes=11))
    assert list(folder.iterdir()) == []


def test_only_so_many_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The total limit; what is over makes room."""
    monkeypatch.setenv("DAIKO_PRECHECK_HELD", "1")
    upload = an_upload()
    with pytest.raises(PrecheckBusy):
        an_upload("192.0.2.9")
    upload.abandon()
    an_upload("192.0.2.9").abandon()


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is taken in then."""
    monkeypatch.setenv("DAIKO_PRECHECK", "off")
    with pytest.raises(PrecheckOff):
        an_upload()


def test_the_visitor_ends_it_with_the_key_only() -> None:
    """Another key erases nothing; the right one everything."""
    upload = an_upload()
    upload.write(b"x")
    begun = upload.begin("a.zip", at=AT)
    with pytest.raises(CheckNotThere):
        services.end(begun.id, new_key(), at=AT)
    services.end(begun.id, begun.key, at=AT)
    assert quarantine.checks() == []
    with pytest.raises(CheckNotThere):
        services.end(begun.id, begun.key, at=AT)


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("DAIKO_PRECHECK_MINUTES", "60", "held_minutes", 15),
        ("DAIKO_PRECHECK_MEBIBYTES", "9999", "largest_mebibytes", 200),
        ("DAIKO_PRECHECK_RUNNING", "nonsense", "running", 2),
        ("DAIKO_PRECHECK_HELD", "0", "held", 40),
    ],
)
def test_no_setting_loosens_what_is_promised(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, wanted: int
) -> None:
    """Fifteen minutes and 200 MiB at most; nonsense is the default."""
    monkeypatch.setenv(name, value)
    assert getattr(policy(), field) == wanted


def test_the_quarantine_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tmpfs, say: made with its parents, private, and nothing lies in the data folder."""
    elsewhere = tmp_path / "memory" / "checks"
    monkeypatch.setenv("DAIKO_QUARANTINE", str(elsewhere))
    check_id = quarantine.make(KEY, at=AT)
    assert (elsewhere / check_id / "state").is_file()
    assert elsewhere.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "quarantine").exists()
