"""Passwords: what fits, and one-way storage with Argon2id.

Thirteen characters or more, none of the commonly used ones (an offline list), none that
holds the login or the name of the organisation, none of the last 24 of the account.
Source: standards/security-controls.md TEC-02, TEC-09, N-2.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import django.contrib.auth.password_validation as known_passwords
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

CHARACTERS_MIN: Final = 13
CHARACTERS_MAX: Final = 256
REMEMBERED: Final = 24
_PREFIX: Final = "argon2"  # so that the algorithm can be told from the stored text
_DISTINCT_MIN: Final = 5
_PART_MIN: Final = 4  # shorter parts of a login stand in words by chance
_WORD_MIN: Final = 5  # shorter common words stand between many digits by chance
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


class Unfit(NamedTuple):
    """Why a password does not fit."""

    japanese: str
    english: str


RULES: Final = (
    Unfit(f"{CHARACTERS_MIN}文字以上（空白も使えます）", f"{CHARACTERS_MIN} characters or more"),
    Unfit("よく使われ、漏れているパスワードでないこと", "not a commonly used password"),
    Unfit("同じ文字の繰り返しでないこと", "not the same few characters again and again"),
    Unfit("ログイン名・氏名・組織の番号を含まないこと", "without your login, name or number"),
    Unfit(f"過去{REMEMBERED}回に使っていないこと", f"none of your last {REMEMBERED}"),
)
"""What a new password must be, as pages list it beside the field."""


def problems(password: str, *, known_words: Sequence[str], before: Sequence[str]) -> list[Unfit]:
    """Everything that is wrong with a new password; empty when it fits.

    ``known_words``: login, names and numbers it must not hold; ``before``: earlier hashes.
    """
    found = []
    if not CHARACTERS_MIN <= len(password) <= CHARACTERS_MAX:
        found.append(Unfit(f"{CHARACTERS_MIN}文字以上にしてください", "13 characters or more"))
    if len(set(password)) < _DISTINCT_MIN:
        found.append(Unfit("同じ文字の繰り返しです", "too few different characters"))
    if _is_common(password.lower().strip()):
        found.append(Unfit("よく使われ、漏れているパスワードです", "a commonly used password"))
    lower = password.lower()
    if any(len(word) >= _PART_MIN and word.lower() in lower for word in known_words):
        found.append(
            Unfit("ログイン名や組織名・番号を含んでいます", "holds your login or organisation")
        )
    if any(is_password(password, stored) for stored in before):
        found.append(Unfit(f"過去{REMEMBERED}回に使ったパスワードです", "used before"))
    return found


def stored(password: str) -> str:
    """What is kept of a password: Argon2id with a salt of its own."""
    return _PREFIX + _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Whether this is the password; anything but our own hashes is no password."""
    if not kept.startswith(_PREFIX + "$argon2id$"):
        return False
    try:
        return _HASHER.verify(kept.removeprefix(_PREFIX), password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept.removeprefix(_PREFIX))


@cache
def nobodys() -> str:
    """A hash nobody's password fits: verified when there is no account, so that time is equal."""
    return stored("nobody's password, only to spend the time")


def _is_common(lower: str) -> bool:
    """One of the commonly used, or hidden behind what would not be a password without it."""
    core = _core(lower)
    counts = len(core) >= _WORD_MIN or len(lower) - len(core) < CHARACTERS_MIN
    return lower in _common() or (counts and core in _common())


@cache
def _common() -> frozenset[str]:
    """The 20,000 most leaked passwords; the list comes with Django."""
    place = Path(known_passwords.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(place, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip().lower() for line in lines)


def _core(lower: str) -> str:
    """A common word hidden behind digits and signs at its ends, or doubled."""
    core = lower.strip("0123456789!@#$%^&*()-_=+.,?~ ")
    half = core[: len(core) // 2]
    return half if half and half * 2 == core else core
