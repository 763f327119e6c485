"""Second factors: TOTP codes, recovery codes, and seeds that are encrypted at rest.

TOTP as in RFC 6238 (SHA-1, 30 s, six digits), one step either way, each step once. Seeds
lie in the database encrypted with a key of the data folder; recovery codes as SHA-256 of
60 random bits, which is enough because they are tried through the same lock-out.
Source: standards/security-controls.md TEC-01, TEC-09.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode
from datetime import datetime
from typing import Final

import pyotp
from cryptography.fernet import Fernet

from daiko.platform.home import secret

ISSUER: Final = "Daiko 代行"
RECOVERY_CODES: Final = 10
_STEP_SECONDS: Final = 30
_DRIFT_STEPS: Final = 1
_KEY: Final = "people-factor-key"
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I
_CODE_CHARACTERS: Final = 12


def new_seed() -> str:
    """A TOTP seed, base 32."""
    return pyotp.random_base32()


def seed_uri(seed: str, login: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name=ISSUER)


def sealed(seed: str) -> bytes:
    """The seed as it lies in the database."""
    return _box().encrypt(seed.encode())


def opened(kept: bytes) -> str:
    """The seed again."""
    return _box().decrypt(bytes(kept)).decode()


def step_of(seed: str, code: str, *, at: datetime, after: int) -> int | None:
    """The time step this code belongs to, or ``None``; steps up to ``after`` were used."""
    now = int(at.timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(seed)
    for step in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        if step > after and hmac.compare_digest(totp.at(step * _STEP_SECONDS), code):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 bits in groups of four, shown once."""
    return [_grouped(_random_code()) for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> bytes:
    """What is kept of a recovery code; blanks, hyphens and case do not matter."""
    plain = "".join(c for c in code.upper() if c in _ALPHABET)
    return hashlib.sha256(plain.encode()).digest()


def looks_like_recovery(code: str) -> bool:
    """Whether somebody typed a recovery code where a six-digit code was asked."""
    return sum(c in _ALPHABET for c in code.upper()) == _CODE_CHARACTERS


def _random_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_CHARACTERS))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(secret(_KEY).encode()).digest()))


def fingerprint(token: str) -> str:
    """What is kept of a token: its SHA-256 in base 32."""
    return b32encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=").lower()
