"""The command ``daiko``: one module per subject adds its commands here.

Modules import Django, lxml and the rest only inside their commands, so that
help is quick and the check runs without any database.
"""

from __future__ import annotations

import typer

from daiko.cli import (
    accounts,
    audit,
    ca,
    check,
    db,
    delivery,
    demo,
    notices,
    people,
    profiles,
    proxy,
    reception,
    registry,
    rules,
    serve,
    settlement,
    simulate,
    standard,
)
from daiko.cli.declared import require_declared

app = typer.Typer(
    name="daiko",
    help=(
        "特定健診・特定保健指導の決済代行。\n\n"
        "Clearing agency for Specific Health Checkups and Guidance. "
        "Exit codes: 0 done, 1 refused or found, 2 usage."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (
    check,
    rules,
    standard,
    simulate,
    registry,
    reception,
    settlement,
    delivery,
    notices,
    audit,
    people,
    accounts,
    ca,
    proxy,
    profiles,
    db,
    serve,
    demo,
):
    module.add_to(app)
require_declared(app)


def main() -> None:
    """Entry point of the command line."""
    app()
