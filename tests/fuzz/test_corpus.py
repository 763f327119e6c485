"""What the fuzzer once found stays mended; the seeds themselves pass every target."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from seeds import seeds
from targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FOUND = sorted(path for path in CORPUS.glob("*/*") if path.name != ".keep")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name[:20]}")
def test_found_before(path: Path) -> None:
    """One file for each fault that was found."""
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_pass(target: str) -> None:
    """A target that fails at once would find nothing."""
    for seed in seeds(target):
        TARGETS[target](seed)


def test_every_member_has_a_target() -> None:
    """A folder that nobody replays would only look like a proof."""
    assert {path.parent.name for path in FOUND} <= set(TARGETS)
