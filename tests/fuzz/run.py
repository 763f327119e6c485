"""Fuzz one target for some seconds: ``python tests/fuzz/run.py TARGET [--seconds 30]``.

Needs atheris. What is found is written to ``tests/fuzz/corpus/TARGET``, where the suite
replays it for ever; the exit code is 1 then. Documents are also changed as documents:
values are replaced, lines left out, doubled and moved.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
VALUE = re.compile(rb'"[^"<>]{0,200}"')
VALUES = (
    b"", b"0", b"-1", b"9" * 30, b"1e999", b"NaN", b"1.5", b"00000000", b"20260231", b" ", b"NI",
    "７６８０".encode(), "²".encode(), "٣".encode(), b"&#10;", b"&#x7f;", "\u202e".encode(),
    "𠮷".encode(), "ｱ".encode(), b"a" * 300, b"true", b"H", b"1.2.392.200119.6.1104",
)  # fmt: skip


def main() -> None:
    """Run the fuzzer in a process of its own, since it never returns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("FUZZ_SECONDS", "30")))
    parser.add_argument("--inside", metavar="FOLDER", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        _fuzz(chosen.target, chosen.seconds, Path(chosen.inside))
        return
    found = CORPUS / chosen.target
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="daiko-fuzz-") as folder:
        command = [sys.executable, __file__, chosen.target, "--inside", folder]
        ended = subprocess.run([*command, "--seconds", str(chosen.seconds)], check=False)
    raise SystemExit(1 if ended.returncode else 0)


def _fuzz(target: str, seconds: int, folder: Path) -> None:
    import atheris

    sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
    with atheris.instrument_imports(include=["daiko"]):
        from targets import TARGETS
    from seeds import seeds

    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    for number, path in enumerate(sorted((CORPUS / target).glob("*"))):
        (folder / f"known-{number}").write_bytes(path.read_bytes())
    arguments = [
        sys.argv[0],
        str(folder),
        f"-max_total_time={seconds}",
        f"-artifact_prefix={CORPUS / target}/",
        "-max_len=100000",
        "-timeout=30",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
        f"-seed={os.environ.get('FUZZ_SEED', '0')}",  # 0: another way each time
    ]
    mutator = None if target == "zip_reader" else _changed
    atheris.Setup(arguments, TARGETS[target], custom_mutator=mutator)
    atheris.Fuzz()


def _changed(data: bytes, max_size: int, seed: int) -> bytes:
    """A document changed as a document, or by single bytes one time in four."""
    import atheris

    rng = random.Random(seed)
    way = rng.randrange(4)
    if way == 0:
        changed: bytes = atheris.Mutate(data, max_size)
        return changed
    if way == 1:
        places = list(VALUE.finditer(data))
        if places:
            place = rng.choice(places)
            data = data[: place.start() + 1] + rng.choice(VALUES) + data[place.end() - 1 :]
        return data[:max_size]
    lines = data.split(b"\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    if way == 2:
        lines.insert(to, lines[at])
    else:
        lines.insert(to, lines.pop(at))
        if rng.random() < 0.5:
            lines.pop(rng.randrange(len(lines)))
    return b"\n".join(lines)[:max_size]


if __name__ == "__main__":
    main()
