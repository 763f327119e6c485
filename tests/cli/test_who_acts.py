"""Who acts at the command line, and when: on the desk as told, elsewhere as the machine knows."""

from __future__ import annotations

import os
import pwd
from datetime import UTC, datetime

import pytest
import typer

from daiko.cli.output import any_moment, moment, operator

LOGIN = pwd.getpwuid(os.getuid()).pw_name
THEN = datetime(2026, 6, 5, 9, 0)  # noqa: DTZ001 - as the option reads it, in Japan


def test_on_the_desk_two_persons_share_one_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAIKO_PROFILE", raising=False)
    assert [operator(by).name for by in ("hana", "taro", None)] == ["hana", "taro", LOGIN]
    assert moment(THEN) == datetime(2026, 6, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("profile", ["house", "nation"])
def test_elsewhere_nobody_is_two_and_no_time_is_chosen(
    monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """Neither by the option nor by the environment; the own name may be said."""
    monkeypatch.setenv("DAIKO_PROFILE", profile)
    monkeypatch.setenv("LOGNAME", "taro")
    assert [operator(by).name for by in (None, LOGIN)] == [LOGIN, LOGIN]
    for refused in (lambda: operator("taro"), lambda: moment(THEN)):
        with pytest.raises(typer.Exit) as told:
            refused()
        assert told.value.exit_code == 2
    assert any_moment(THEN) == datetime(2026, 6, 5, 0, 0, tzinfo=UTC)  # certificates
