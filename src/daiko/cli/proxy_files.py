"""The files of the proxy in front of Daiko: its configuration and its own refusals.

Source: standards/security-controls.md A11, N-3, EXT-1; deploy/nginx.conf.template. What the
proxy refuses itself (too large, nobody behind it) has the words of the API's problems, as a
problem document and as a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from daiko.api.problems import problem

_STATUSES: Final = (400, 413, 414, 431, 500, 502, 503, 504)
_PLAIN_HTTP: Final = 497  # nginx: HTTP on the port of HTTPS
_HTTPS_ONLY: Final = (
    "Use https; nothing is answered without encryption.",
    "https で接続してください。暗号化しない通信には応答しません。",
)
_FORBIDDEN: Final = frozenset("\"'\\;{}$\n\r")
_PAGE: Final = """<!doctype html>
<html lang="ja">
<head><meta charset="utf-8"><title>{title_ja} | Daiko 代行</title></head>
<body>
<h1>{title_ja}</h1>
<p>{detail_ja}</p>
<p lang="en">{title}. {detail}</p>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """What the configuration is filled with. ``folder`` gets everything nginx writes."""

    folder: Path
    name: str  # of the server
    listen: str  # address:port
    socket: Path
    certificate: Path
    key: Path
    client_ca: Path
    crl: Path | None
    user: str = ""  # of nginx's workers, when it is started as root
    has_tls12: bool = False

    def values(self) -> dict[str, str]:
        """Raises ValueError for a value that nginx would read as more than a value."""
        values = {
            "DIR": str(self.folder),
            "NAME": self.name,
            "LISTEN": self.listen,
            "SOCKET": str(self.socket),
            "CERTIFICATE": str(self.certificate),
            "KEY": str(self.key),
            "CLIENT_CA": str(self.client_ca),
            "CRL": str(self.crl or ""),
            "USER": self.user,
            "PROTOCOLS": "TLSv1.2 TLSv1.3" if self.has_tls12 else "TLSv1.3",
        }
        for name, value in values.items():
            if _FORBIDDEN & set(value) or (name in ("NAME", "LISTEN", "USER") and " " in value):
                raise ValueError(value)
        values["CRL"] = f'ssl_crl "{values["CRL"]}";' if self.crl else "# no revocation list"
        values["USER"] = f"user {self.user};" if self.user else "# workers run as who starts it"
        return values


def configuration(proxy: Proxy) -> str:
    """The text of ``nginx.conf``. Raises ValueError as ``Proxy.values``."""
    text = (files("daiko") / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    for name, value in proxy.values().items():
        text = text.replace(f"@{name}@", value)
    return text


def refusals() -> Iterator[tuple[str, bytes]]:
    """Name and content of every refusal the proxy makes itself."""
    for status in _STATUSES:
        yield from _both(str(status), status, None, None)
    yield from _both(str(_PLAIN_HTTP), 400, "https-required", _HTTPS_ONLY)


def write(proxy: Proxy) -> Path:
    """Write everything below the folder; the path of ``nginx.conf``."""
    text = configuration(proxy)
    for part in ("problems", "run", "logs"):
        (proxy.folder / part).mkdir(mode=0o755, parents=True, exist_ok=True)
    for name, content in refusals():
        (proxy.folder / "problems" / name).write_bytes(content)
    path = proxy.folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def _both(
    name: str, status: int, code: str | None, detail: tuple[str, str] | None
) -> Iterator[tuple[str, bytes]]:
    import json

    content = problem(status, code=code, detail=detail).content
    value = json.loads(content)
    yield f"{name}.json", content
    page = _PAGE.format(
        title=value["en"]["title"],
        detail=value["en"]["detail"],
        title_ja=value["ja"]["title"],
        detail_ja=value["ja"]["detail"],
    )
    yield f"{name}.html", page.encode()
