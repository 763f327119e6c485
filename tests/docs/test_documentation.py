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


STALE = "docs are older than the code: run `make docs` and commit what it writes"


def generator(name: str = "generate_reference") -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands.md", "permissions.md", "registry-files.md"])
def test_a_generated_page_is_up_to_date(page: str) -> None:
    """Whoever changes a command or a register runs ``make docs``."""
    written = (ROOT / "docs/reference" / page).read_text(encoding="utf-8")
    assert written == generator().PAGES[page](), STALE


def test_the_rule_book_is_up_to_date() -> None:
    """Whoever changes a rule, its words, reason or example runs ``make docs``."""
    written = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/rules").glob("*.md")
    }
    wanted = generator("generate_rule_pages").pages()
    stale = sorted(
        name for name in wanted.keys() | written.keys() if wanted.get(name) != written.get(name)
    )
    assert stale == [], STALE


def test_the_numbers_of_the_rules_are_up_to_date() -> None:
    """The table of stages counts what is built."""
    page = generator("generate_rule_pages")
    assert page.REFERENCE.read_text(encoding="utf-8") == page.reference(), STALE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    """A link inside the project names a file that is there."""
    links = LINK.findall(page.read_text(encoding="utf-8"))
    places = [link for link in links if "://" not in link]
    assert [link for link in places if not (page.parent / link).exists()] == []
