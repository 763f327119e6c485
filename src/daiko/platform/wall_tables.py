"""The wall of tables that belong to no room of ours: the framework's and the queue's."""

from __future__ import annotations

from typing import Final

from daiko.platform.wall import Open, Wall

_QUEUE: Final = Open("jobs name receipts and months, never a person; only workers read them")

WALL: Final[Wall] = {
    "django_migrations": Open("which migrations ran", grants=("SELECT",)),
    "procrastinate_jobs": _QUEUE,
    "procrastinate_events": _QUEUE,
    "procrastinate_periodic_defers": _QUEUE,
    "procrastinate_workers": _QUEUE,
}
