"""Fixtures that stand: rows made once for all tests of a file that ask for them, each test in a savepoint above them.

A delivered village costs more than most of what is asked about it. What stands is never committed; a test sees exactly
what it asked for, and what it changes goes with its savepoint. A test that commits makes its own.
"""

import inspect
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from itertools import count, takewhile
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import override_settings
from django.utils import translation


@dataclass(frozen=True, slots=True)
class Stands:
    """How the rows are made, and how a test is given what it asked for."""

    number: int
    build: Callable[..., None]
    fetch: Callable[[], Any]


# What these fixtures may be given besides others of their kind: name -> how it is made, with a folder that lasts.
makers: Final[dict[str, Callable[[Path], Any]]] = {}
# What stands now, lowest first, each with the way to clear it away.
_ground: Final[list[tuple[Stands, ExitStack]]] = []
_numbers: Final = count()


def standing(fetch: Callable[[], Any] = lambda: None) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """For a fixture that only makes rows and asks for nothing but others of its kind, defined before it, and `makers`.

    Each test is given what FETCH returns.
    """

    def decorate(build: Callable[..., None]) -> Callable[..., Any]:
        stands = Stands(next(_numbers), build, fetch)

        @wraps(build)
        def run(*args: Any, **kwargs: Any) -> Any:
            if all(other is not stands for other, _stack in _ground):
                build(*args, **kwargs)
            return fetch()

        run.stands = stands  # type: ignore[attr-defined]
        return run

    return decorate


def commits(item: pytest.Item) -> bool:
    """Whether the test works outside of a transaction of its own."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    committing = "live_server" in fixtures or "transactional_db" in fixtures
    return committing or bool(marker and marker.kwargs.get("transaction"))


def prepare(item: pytest.Item) -> None:
    """Before a test: let all that it asks for stand, and nothing else."""
    asked = {} if commits(item) else _asked_for(item)
    wanted = sorted(asked.values(), key=lambda stands: stands.number)
    clear(sum(1 for _same in takewhile(lambda pair: pair[0] is pair[1][0], zip(wanted, _ground, strict=False))))
    for stands in wanted[len(_ground) :]:
        _ground.append((stands, _stand(stands, asked)))


def clear(kept: int = 0) -> None:
    """Take away all but the lowest KEPT."""
    while len(_ground) > kept:
        _ground.pop()[1].close()


def _asked_for(item: pytest.Item) -> dict[str, Stands]:
    if not isinstance(item, pytest.Function):
        return {}
    found = item._fixtureinfo.name2fixturedefs
    asked = {name: getattr(found[name][-1].func, "stands", None) for name in item.fixturenames if name in found}
    return {name: stands for name, stands in asked.items() if stands}


def _stand(stands: Stands, asked: dict[str, Stands]) -> ExitStack:
    with ExitStack() as made:
        atomic = transaction.atomic()
        # As Django's own test cases do: durable blocks may stand in it.
        atomic._from_testcase = True  # type: ignore[attr-defined]
        made.enter_context(atomic)
        made.callback(transaction.set_rollback, True)
        folder = Path(made.enter_context(tempfile.TemporaryDirectory()))
        with _like_a_test(folder):
            stands.build(**{name: _given(name, asked, folder) for name in inspect.signature(stands.build).parameters})
        return made.pop_all()


def _given(name: str, asked: dict[str, Stands], folder: Path) -> Any:
    return makers[name](folder) if name in makers else asked[name].fetch()


@contextmanager
def _like_a_test(folder: Path) -> Iterator[None]:
    public = connections["public"]
    connections["public"] = connections["default"]
    try:
        with override_settings(MEDIA_ROOT=folder / "media"), translation.override(settings.LANGUAGE_CODE):
            yield
    finally:
        connections["public"] = public
