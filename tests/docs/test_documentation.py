"""Pages that are written from code stand as the code is; links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generator", ROOT / "tools/generate_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands.md", "registry-files.md"])
def test_a_generated_page_is_up_to_date(page: str) -> None:
    """Whoever changes a command or a register runs tools/generate_reference.py."""
    written = (ROOT / "docs/reference" / page).read_text(encoding="utf-8")
    assert written == generator().PAGES[page]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    """A link inside the project names a file that is there."""
    links = LINK.findall(page.read_text(encoding="utf-8"))
    places = [link for link in links if "://" not in link]
    assert [link for link in places if not (page.parent / link).exists()] == []
