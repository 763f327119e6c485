"""``daiko serve`` and ``daiko worker``: the portal and the jobs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from daiko.cli.output import REFUSED, refusals, say, stop
from daiko.platform.acts import requires
from daiko.platform.permissions import Permission

_SOCKET_UMASK: Final = 0o117  # read and write for owner and group: connecting needs both


def add_to(root: typer.Typer) -> None:
    root.command("serve")(serve)
    root.command("worker")(worker)


@requires(Permission.SYSTEM_MACHINE_MANAGE)
def serve(
    port: Annotated[int, typer.Option(help="ポート番号。 Port on localhost.")] = 8000,
    workers: Annotated[
        int, typer.Option(help="処理の数。 Job workers beside the web process.")
    ] = 1,
    socket_path: Annotated[
        Path | None,
        typer.Option(
            "--socket", help="nginx の後ろで使う Unix ソケット。 A socket behind nginx, no port."
        ),
    ] = None,
    socket_group: Annotated[
        str, typer.Option(help="ソケットに接続できるグループ。 Group that may connect to it.")
    ] = "",
    web_workers: Annotated[
        int, typer.Option(min=1, help="画面と API の処理の数。 Web processes.")
    ] = 1,
) -> None:
    """ポータルを http://localhost:PORT で開き、点検も進めます（Ctrl-C まで）。

    Open the portal and work off jobs, until Ctrl-C. With --socket it answers there only, and
    believes what the proxy at the other end says of addresses and client certificates.
    """
    from daiko.platform.boot import boot

    if socket_path is not None:
        os.environ.setdefault("DAIKO_PROXIES", "unix")
    elif port_is_taken(port):
        say(f"ポート {port} は使用中です。--port で別の番号を指定してください。")
        say(f"Port {port} is in use; choose another with --port.")
        stop(REFUSED)
    boot()
    _ready_accounts()
    place = f"unix:{socket_path}" if socket_path else f"localhost:{port}"
    shown = place if socket_path else f"http://{place}"
    with _job_workers(workers):
        say(f"ポータル: {shown}  （終了は Ctrl-C / stop with Ctrl-C）")
        _web(place, processes=web_workers, group=socket_group)


@contextmanager
def _job_workers(count: int) -> Iterator[None]:
    """Workers of their own processes, told to end and waited for at the end."""
    children = [start_worker() for _ in range(count)]
    try:
        yield
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            child.wait(timeout=60)


def _ready_accounts() -> None:
    """On the desk: accounts to try, told at the first start. Elsewhere: no start with them."""
    from django.conf import settings

    from daiko.cli.accounts import make_ready, tell_ready
    from daiko.people.desk import refuse_outside_the_desk
    from daiko.platform.settings import DESK

    with refusals():
        refuse_outside_the_desk()
    if settings.PROFILE == DESK:
        tell_ready(make_ready(None))


def port_is_taken(port: int) -> bool:
    """Whether another program listens on this port of localhost."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("localhost", port))
        except OSError:
            return True
    return False


def start_worker(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker of its own process, on the same data."""
    return subprocess.Popen([sys.executable, "-m", "daiko", "worker", *arguments])


def _web(place: str, *, processes: int = 1, group: str = "") -> None:
    """gunicorn in this process; its control socket in the home folder stays off."""
    from gunicorn.app.base import BaseApplication

    class Portal(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": place,
                "umask": _SOCKET_UMASK,
                "when_ready": lambda _: _give_to(place, group),
                "workers": processes,
                "threads": 4,
                "worker_class": "gthread",
                "control_socket_disable": True,
                "loglevel": "warning",
            }
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from daiko.platform.acts import leave_act
            from daiko.platform.tenancy import process_tenant
            from daiko.platform.wsgi import application
            from daiko.precheck.sweeping import keep_sweeping

            leave_act()
            process_tenant("")  # every request says its own
            keep_sweeping()  # what a crash left in the quarantine goes at the start
            return application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
    Portal().run()


def _give_to(place: str, group: str) -> None:
    """A socket belongs to the proxy's group; nobody else connects."""
    if group and place.startswith("unix:"):
        shutil.chown(place.removeprefix("unix:"), group=group)


@requires(Permission.SYSTEM_MACHINE_MANAGE)
def worker(
    concurrency: Annotated[
        int, typer.Option(help="同時に進める処理の数。 Jobs at the same time in this process.")
    ] = 1,
    until_empty: Annotated[
        bool,
        typer.Option("--until-empty", help="処理がなくなれば終わる。 End when no job is left."),
    ] = False,
) -> None:
    """点検などの処理を進めます。止まった処理は引き継がれます。

    Work off jobs; jobs of workers that died are given back and run again.
    """
    from daiko.platform.boot import boot

    boot()
    from daiko.people.desk import refuse_outside_the_desk
    from daiko.platform.jobs import run_worker

    with refusals():
        refuse_outside_the_desk()

    run_worker(concurrency=concurrency, until_empty=until_empty)
