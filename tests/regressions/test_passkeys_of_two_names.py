"""``DAIKO_HOST`` may name several hosts; passkeys were asked of all of them as one word."""

from __future__ import annotations

import pytest

from daiko.people.passkeys import relying_party


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ("", "localhost"),
        ("daiko.example.jp", "daiko.example.jp"),
        ("daiko.example.jp old.example.jp", "daiko.example.jp"),
    ],
)
def test_passkeys_belong_to_the_first_name(
    hosts: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAIKO_HOST", hosts)
    assert relying_party() == expected
