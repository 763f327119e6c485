"""All modules of rules; importing them fills the rule book with functions."""

from __future__ import annotations

from importlib import import_module
from typing import Final

MODULES: Final = (
    "archive_rules",
    "index_rules",
    "summary_rules",
    "claim_form",
    "claim_money",
    "result_header",
    "result_items",
    "cross_file",
    "reference",
    "contract",
    "eligibility",
    "duplicate",
    "period",
)


def load() -> None:
    """Import every module of rules once."""
    for name in MODULES:
        import_module(f"daiko.checks.{name}")
