"""What may be called, by whom, on whose rows: every way into the product says it here.

A page and an API operation say ``Requires`` or ``Public`` by the decorators of their rooms
(``portal/access.py`` for people, ``api/access.py`` for programs); a command and a job by
``requires`` and ``public`` of this module. Start-up fails for one that says nothing:
``portal/declared.py``, ``cli/declared.py`` and ``platform/jobs.py`` ask. While a command or
job runs, its permission stands in every audit row it writes.
Source: standards/security-controls.md A1, A3, A4, TEC-05.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Final, TypeVar

from daiko.platform.permissions import Permission

_DECLARED: Final = "daiko_access"
Called = TypeVar("Called", bound=Callable[..., Any])


class Whose(StrEnum):
    """Whose rows the database shows to what is called."""

    CALLER = "caller"  # the organisation of the session or the credential
    AGENCY = "agency"  # every organisation's: the agency's own work
    NONE = "none"  # nobody's


@dataclass(frozen=True, slots=True)
class Requires:
    """Callers hold at least one of these; ``fresh``: and proved themselves just now."""

    any_of: frozenset[Permission]
    fresh: bool = False
    whose: Whose = Whose.CALLER


@dataclass(frozen=True, slots=True)
class Public:
    """Everybody may call it; ``why`` says so to a reviewer."""

    why: str
    whose: Whose = Whose.NONE


Access = Requires | Public


@dataclass(frozen=True, slots=True)
class Act:
    """A command or job that runs now; ``end`` is closed with it."""

    access: Access
    end: ExitStack

    @property
    def permission(self) -> str:
        """The permission it runs under, "" for a public one."""
        return " ".join(sorted(self.access.any_of)) if isinstance(self.access, Requires) else ""


_present: ContextVar[Act | None] = ContextVar("daiko_act", default=None)
_walls: list[Callable[[], AbstractContextManager[None]]] = []


def declare(view: Callable[..., Any], access: Access) -> None:
    """Write on a function who may call it; wrappers of ``functools.wraps`` carry it on."""
    setattr(view, _DECLARED, access)


def declared(view: object) -> Access | None:
    """What a function says, or ``None``."""
    found = getattr(view, _DECLARED, None)
    return found if isinstance(found, Requires | Public) else None


def present_act() -> Act | None:
    """The command or job that runs now, ``None`` in a request of a person or program."""
    return _present.get()


def leave_act() -> None:
    """The command has become the web process, whose requests say themselves who acts."""
    _present.set(None)


def nobodys_act_within(wall: Callable[[], AbstractContextManager[None]]) -> None:
    """Jobs on nobody's rows run within this, too: ``tenancy`` puts itself here when loaded."""
    _walls.append(wall)


def requires(permission: Permission, *, whose: Whose = Whose.AGENCY) -> Callable[[Called], Called]:
    """A command or job is this act, on the rows of all organisations or of none."""
    return _declaring(Requires(frozenset({permission}), whose=whose))


def public(why: str) -> Callable[[Called], Called]:
    """A command that everybody may run: it reads nothing that is anybody's."""
    return _declaring(Public(why))


def _declaring(access: Access) -> Callable[[Called], Called]:
    def declaring(called: Called) -> Called:
        if inspect.iscoroutinefunction(called):
            runs: Any = _running_async(called, access)
        else:
            runs = _running(called, access)
        declare(runs, access)
        return runs  # type: ignore[no-any-return]  # a wrapper with the same signature

    return declaring


def _running(called: Callable[..., Any], access: Access) -> Callable[..., Any]:
    @wraps(called)
    def runs(*args: Any, **kwargs: Any) -> Any:
        with _as_present(access):
            return called(*args, **kwargs)

    return runs


def _running_async(called: Callable[..., Any], access: Access) -> Callable[..., Any]:
    @wraps(called)
    async def runs(*args: Any, **kwargs: Any) -> Any:
        with _as_present(access, walls=()):  # its database is the worker's own, without tenant
            return await called(*args, **kwargs)

    return runs


@contextmanager
def _as_present(access: Access, *, walls: Sequence[Any] | None = None) -> Iterator[None]:
    is_job = present_act() is not None  # in the worker, which is a command with its database up
    with ExitStack() as end:
        token = _present.set(Act(access, end))
        end.callback(_present.reset, token)
        if is_job and access.whose is Whose.NONE:
            for wall in _walls if walls is None else walls:
                end.enter_context(wall())
        yield
