"""Claims, index and summary as programs wrote them until March 2024: in the old namespace.

Source: rulings.md 8 and 30. Claims of services before April 2024, and index and summary of
archives sent before, pass in either namespace; about half of them are in the old one here.
Results are CDA documents and have one namespace in all phases (archive-and-xml.md 9).
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from daiko.standard.programme import PHASE_4_FROM

_IN_OLD_NAMESPACE: Final = 0.5


def writes_old_namespace(rng: Random, decided_by: date) -> bool:
    """Whether a document is in the old namespace; ``decided_by`` is its service or archive date."""
    return decided_by < PHASE_4_FROM and rng.random() < _IN_OLD_NAMESPACE


def in_old_namespace(data: bytes) -> bytes:
    """The document with the namespace of phases 1 to 3."""
    return data.replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
