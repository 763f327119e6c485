"""Write commands.md, permissions.md and registry-files.md from the code they describe.

Run it after a command or a register changed; a test compares both files with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- written by tools/generate_reference.py; change the code, then run it -->\n"


def commands() -> str:
    """Every command with its help, arguments and options."""
    from daiko.cli.main import app

    root = typer.main.get_command(app)
    lines = [
        "# Commands\n",
        _NOTE,
        "Exit codes: 0 done, 1 refused or found, 2 the call is wrong.",
        "`--json` prints one object.\n",
        "Japanese first, English second, as in `--help`.\n",
    ]
    lines += _command(root, "daiko")
    return "\n".join(lines).rstrip() + "\n"


def _command(command: Any, path: str) -> Iterator[str]:
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from _command(child, f"{path} {name}")
        return
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join([path, *(p.metavar or p.name.upper() for p in arguments)])
    yield f"## `{usage}`\n"
    yield f"{' '.join((command.help or '').split())}\n"
    yield f"{command.epilog}\n"
    shown = [p for p in (*arguments, *options) if getattr(p, "help", None)]
    if shown:
        yield "| argument | meaning |\n| --- | --- |"
        for param in shown:
            name = param.opts[-1] if param.param_type_name == "argument" else ", ".join(param.opts)
            words = " ".join(param.help.split()).replace("|", "\\|")
            yield f"| `{name}` | {words} |"
        yield ""


def registry_files() -> str:
    """Columns of each register file, what is needed and what a row refers to."""
    from daiko.registry.tables import TABLES

    lines = [
        "# Registry files\n",
        _NOTE,
        "UTF-8 (with or without BOM) or CP932, a header row, commas. Days as `YYYY-MM-DD` or",
        "`YYYYMMDD`, yen as digits, an empty field means none (a limit of 0 is refused, because",
        "programs write 0 for none).\n",
        "`daiko registry load DIR` takes all rows of all files or none, and names every bad row",
        "with its file, line, column, what stands there and what was expected. Loading the same",
        "files again changes nothing. A row is ended by a date, never deleted. In this order,",
        "since rows refer to earlier files only:\n",
    ]
    for name, table in TABLES.items():
        lines.append(f"## `{name}.csv`\n")
        key = ", ".join(f"`{column}`" for column in table.key)
        lines.append(f"A row is the same row when it has the same {key}.")
        for reference in table.references:
            lines.append(f"`{reference.column}` stands in `{reference.table}.csv`.")
        lines.append("\n| column | needed | when empty |\n| --- | --- | --- |")
        for column, rule in table.columns.items():
            empty = "–" if rule.required else f"`{rule.default}`" if rule.default else "none"
            lines.append(f"| `{column}` | {'yes' if rule.required else ''} | {empty} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def permissions() -> str:
    """Every permission: who holds it, and what declares it."""
    from daiko.people.permissions import AT_BRANCHES, PERMISSIONS_OF, allowable
    from daiko.people.roles import ROLE_JA
    from daiko.platform.permissions import Permission

    declared = _declared()
    lines = [
        "# Permissions\n",
        _NOTE,
        "`scope:resource:action`. Every page, API operation, command and job declares one, or",
        "Daiko does not start. Everybody may look after the own account; a program may always ask",
        "who it is. Commands are run by the operator of the machine, jobs by the system: there the",
        "permission says what the act is, and stands in every audit row the act writes.\n",
        "| permission | roles | branches | programs of | pages and operations | commands | jobs |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    machines = {
        "provider": allowable("provider:1319900013"),
        "insurer": allowable("insurer:06132013"),
    }
    for permission in Permission:
        roles = [ROLE_JA[role] for role, held in PERMISSIONS_OF.items() if permission in held]
        programs = [kind for kind, held in machines.items() if permission in held]
        cells = [f"`{permission}`", "、".join(roles)]
        cells += ["○" if permission in AT_BRANCHES else "", ", ".join(programs)]
        cells += [", ".join(declared[kind].get(permission, [])) for kind in declared]
        lines.append(f"| {' | '.join(cells)} |")
    for title, kind in (("pages and operations", "views"), ("commands", "commands")):
        lines.append(f"\n## Open to everybody: {title}\n")
        lines += [f"- {words}" for words in declared[kind].get("", [])]
    return "\n".join(lines).rstrip() + "\n"


def _declared() -> dict[str, dict[str, list[str]]]:
    """Kind → permission ("" for public) → what declares it."""
    import django

    django.setup()
    from daiko.cli.declared import commands as every_command
    from daiko.cli.main import app
    from daiko.platform.jobs import jobs
    from daiko.portal.declared import views

    shown = [(f"{view.verb} /{view.route}".strip(), view.access) for view in views()]
    kinds = {
        "views": shown,
        "commands": [(command.words, command.access) for command in every_command(app)],
        "jobs": list(jobs().items()),
    }
    return {kind: _by_permission(entries) for kind, entries in kinds.items()}


def _by_permission(entries: list[tuple[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for words, access in entries:
        if hasattr(access, "why"):
            found.setdefault("", []).append(f"`{words}`: {access.why}")
        for permission in sorted(getattr(access, "any_of", ())):
            found.setdefault(permission, []).append(f"`{words}`")
    return found


PAGES = {
    "commands.md": commands,
    "permissions.md": permissions,
    "registry-files.md": registry_files,
}


def main() -> None:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
