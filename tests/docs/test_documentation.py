"""Pages that are written from code stand as the code is; links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from daiko.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
PIECES = re.compile(r"\n|  +|\s#")
MAKEFILE = ROOT / "Makefile"
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_are_there_with_their_options(page: Path) -> None:
    """Every ``daiko …`` and ``make …`` that a page shows can be typed."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    pieces = [piece for block in FENCED.findall(text) for piece in PIECES.split(block)]
    pieces += re.findall(r"`([^`]+)`", FENCED.sub("", text))
    shown = [piece.split() for piece in pieces if piece.startswith(("daiko ", "make "))]
    assert [" ".join(words) for words in shown if not can_be_typed(words)] == []


def can_be_typed(words: list[str]) -> bool:
    """Whether command and options exist; ``a | b`` is either, values are not looked at."""
    if words[0] == "make":
        return words[1] in re.findall(r"^([a-z-]+):", MAKEFILE.read_text("utf-8"), re.MULTILINE)
    command: Any = typer.main.get_command(app)
    words = words[1:]
    while (below := getattr(command, "commands", None)) and words and words[0] != "...":
        if words[1:2] == ["|"]:
            return all(word in below for word in words if word.islower())
        if words[0] not in below:
            return False
        command, words = below[words[0]], words[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    return known.issuperset(word.strip("[],") for word in words if "--" in word)


@pytest.mark.parametrize(
    ("index", "folders"),
    [("docs/README.md", ("how-to", "why", "reference")), ("docs/decisions/README.md", (".",))],
)
def test_every_page_stands_in_its_index(index: str, folders: tuple[str, ...]) -> None:
    """Whoever opens ``docs/`` finds every page; the rules have a generated index."""
    here = (ROOT / index).parent
    known = {(here / link).resolve() for link in LINK.findall((ROOT / index).read_text("utf-8"))}
    pages = {page.resolve() for folder in folders for page in (here / folder).glob("*.md")}
    assert sorted(page.name for page in pages - known - {ROOT / index}) == []
