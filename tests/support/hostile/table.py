"""The reference page of hostile input: ``python -m hostile.table`` prints it.

Run with ``PYTHONPATH=src:tests/support``; a test keeps ``docs/reference/hostile-input.md``
equal to it.
"""

from __future__ import annotations

import sys

from hostile import KINDS, specimens
from hostile.kinds import GROUPS

_TITLES = {
    "ZIP": "The ZIP",
    "NAME": "Names",
    "XML": "Form of the XML",
    "ATTACK": "Attacks",
    "VALUE": "Rules and values",
}
_HEAD = """# Hostile input

118 kinds of input that a check must survive, made from a seed by `tests/support/hostile`, at least
three specimens of each. `tests/hostile` runs every specimen behind the walls of a check
([decision 10](../decisions/0010-confined-check.md)) and asserts what stands here: the verdict,
exactly the rules that find something, at most 300 MiB and 30 s of CPU per chunk, nothing fetched,
nothing written, and that the next archive is checked.
Generated (`PYTHONPATH=src:tests/support .venv/bin/python -m hostile.table`), do not edit.

Verdicts: *refused* the whole archive, *returned* the pair it is in (every pair in *all returned*),
*accepted* with the warnings or notes of the rules named, or with none.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for group, count in GROUPS.items():
        parts.append(f"\n## {_TITLES[group]} ({count})\n\n")
        parts.append(
            "| id | kind | | specimens | verdict | rules |\n| --- | --- | --- | --- | --- | --- |\n"
        )
        parts += [_row(kind) for kind in KINDS if KINDS[kind].group == group]
    return "".join(parts)


def _row(kind: str) -> str:
    made = specimens(kind)
    verdicts = sorted({specimen.outcome for specimen in made})
    rules = sorted({rule for specimen in made for rule in specimen.rules})
    words, words_ja = (
        text.replace("|", "\\|") for text in (KINDS[kind].words, KINDS[kind].words_ja)
    )
    return (
        f"| {kind} | {words} | {words_ja} | {len(made)} | {', '.join(verdicts)} |"
        f" {', '.join(rules)} |\n"
    )


if __name__ == "__main__":
    sys.stdout.write(page())
