"""A folder that cannot be written is told in words, by the commands without a database, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from daiko.cli.main import app


@pytest.fixture
def blocked(tmp_path: Path) -> str:
    """Below a file no folder can be made."""
    (tmp_path / "file").write_text("")
    return str(tmp_path / "file" / "out")


def told(*arguments: str) -> str:
    answer = CliRunner().invoke(app, [*arguments])
    assert answer.exit_code == 1, answer.output
    return answer.output


def test_the_files_of_the_proxy(tmp_path: Path, blocked: str) -> None:
    pem = tmp_path / "server.pem"
    pem.write_text("")
    files = [f"--{name}={pem}" for name in ("certificate", "key", "client-ca")]
    output = told("proxy", "write", blocked, f"--socket={tmp_path}/s", "--name=a.example", *files)
    assert "書き込めません" in output


def test_a_certificate(tmp_path: Path, blocked: str) -> None:
    folder = f"--folder={tmp_path / 'ca'}"
    assert CliRunner().invoke(app, ["ca", "init", folder]).exit_code == 0
    assert "書き込めません" in told("ca", "issue", "agency", f"--out={blocked}", folder)
