"""House rule: functions of at most 40 lines, modules of at most 400, so that each can be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LINES_OF_A_FUNCTION: Final = 40
LINES_OF_A_MODULE: Final = 400
FOLDERS: Final = ("src", "tests", "benchmarks", "tools")


def modules() -> Iterator[tuple[str, str]]:
    """Path and text of everything that people wrote; migrations are history."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_module_is_too_long() -> None:
    """Generated data is no module but a table (CSV)."""
    long = {name: n for name, text in modules() if (n := text.count("\n")) > LINES_OF_A_MODULE}
    assert not long


def test_no_function_is_too_long() -> None:
    """From ``def`` to its last line, docstring included, decorators not."""
    long = {
        f"{name}::{node.name}": lines
        for name, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert not long
