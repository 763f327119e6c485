"""A house in small: Daiko on a socket, Debian's nginx in front, certificates of our own CA."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from played_month import Installation, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client got."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document this must be."""
        assert self.headers["content-type"].startswith("application/problem+json"), self.body
        value: dict[str, Any] = json.loads(self.body)
        assert value["status"] == self.status
        assert value["ja"]["detail"]
        assert b"nginx" not in self.body
        return value


@dataclass(frozen=True, slots=True)
class HouseInstallation(Installation):
    """A data folder whose commands run in the profile of a house."""

    @property
    def environment(self) -> dict[str, str]:
        return Installation.environment.fget(self) | {  # type: ignore[attr-defined]  # a property
            "DAIKO_PROFILE": "house",
        }


class House:
    """Every process of a house, on 127.0.0.1 only; ``stop`` ends them."""

    def __init__(self, home: Path) -> None:
        self.desk = HouseInstallation(home)
        # nginx's workers are another account: its folder cannot lie below a private one
        self.place = Path(tempfile.mkdtemp(prefix="daiko-front-"))
        self.place.chmod(0o755)
        self.port = free_port()
        self.socket = self.place / "web.socket"
        self._processes: list[subprocess.Popen[str]] = []

    def json(self, *arguments: str) -> Any:
        """What a command with ``--json`` answers."""
        return json.loads(self.desk.run(*arguments, "--json").stdout)

    def start_web(self) -> subprocess.Popen[str]:
        """``daiko serve`` on the socket; back when it listens."""
        group = ("--socket-group", "www-data") if os.geteuid() == 0 else ()
        web = self.desk.start("serve", "--socket", str(self.socket), "--workers", "0", *group)
        self._web = web
        self._processes.append(web)
        wait_for(lambda: web.poll() is not None or self._listens(), seconds=300)
        assert web.poll() is None, web.communicate()[0]
        return web

    def stop_web(self) -> None:
        """The web process ends; the proxy stays."""
        self._web.send_signal(signal.SIGTERM)
        self._web.wait(timeout=60)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def start_proxy(self, *options: str) -> subprocess.Popen[str]:
        """nginx with the configuration that ``daiko proxy write`` makes; back when it listens."""
        server = self.json("ca", "server", "localhost", "--out", str(self.place / "server"))
        configuration = self.json(
            "proxy", "write", str(self.place / "nginx"),
            "--socket", str(self.socket), "--listen", f"127.0.0.1:{self.port}",
            "--certificate", server["certificate"], "--key", server["key"], *options,
        )["configuration"]  # fmt: skip
        proxy = subprocess.Popen(
            [NGINX, "-e", str(self.place / "nginx" / "logs" / "start.log"), "-c", configuration],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._processes.append(proxy)
        wait_for(lambda: proxy.poll() is not None or port_answers(self.port), seconds=60)
        assert proxy.poll() is None, proxy.communicate()[0]
        return proxy

    def trusting(self, certificate: dict[str, Any] | None = None) -> ssl.SSLContext:
        """A client that trusts our server and shows this certificate, or none."""
        context = ssl.create_default_context(cafile=str(self.desk.home / "ca" / "certificate.pem"))
        if certificate is not None:
            context.load_cert_chain(certificate["certificate"], certificate["key"])
        return context

    def ask(
        self,
        path: str,
        certificate: dict[str, Any] | None = None,
        *,
        secret: str = "",
        method: str = "GET",
        body: Any = None,
        headers: dict[str, str] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> Answer:
        """One request over a connection of its own."""
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=context or self.trusting(certificate)
        )
        own = {"Authorization": f"Bearer {secret}"} if secret else {}
        return asked(connection, method, path, body, own | (headers or {}))

    def stop(self) -> None:
        """End every process in the reverse order, and remove what was written."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=60)
        shutil.rmtree(self.place, ignore_errors=True)
        self.desk.stop()


def asked(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: Any,
    headers: dict[str, str],
) -> Answer:
    """One request and its whole answer; an upload cut off by a refusal still has one."""
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent
            connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, names, answer.read())
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
