"""One process with one pytest session: it keeps the system running, and runs single tests when it is asked to."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from itertools import zip_longest
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.laws.source import Module
from tests.mutants.edits import Edit, edits
from tests.mutants.swap import NotApplicable, dotted, mutated, probed

# Of a test: seconds that it takes, and the statements that it runs; none for a test that fails.
Runs = dict[str, tuple[float, list[str]] | None]
KILLED, SURVIVED, HUNG, UNSOUND, NOT_APPLICABLE = "killed", "survived", "hung", "unsound", "not applicable"


def work(pipe: Connection, root: Path, tests: Sequence[str], log: Path) -> None:
    """The process: answers orders from `pipe` until there is None. What it prints goes to `log`."""
    with log.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.nice(10)
    os.chdir(root)
    sys.path.insert(0, str(root))
    pytest.main(["-p", "no:randomly", "--rootdir", str(root), *tests], plugins=[Session(pipe, root)])


class Session:
    """The plugin: in the place of pytest's loop over all tests it waits for orders."""

    def __init__(self, pipe: Connection, root: Path) -> None:
        self._pipe, self._root = pipe, root
        self._items: dict[str, pytest.Item] = {}
        self._found: dict[str, list[Edit]] = {}
        self._ready: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        # After it only what belongs to the whole session is kept.
        self._last: Any = SimpleNamespace(listchain=lambda: [session])
        signal.signal(signal.SIGALRM, _hang)
        for name, *arguments in iter(self._pipe.recv, None):
            self._set_up()
            self._pipe.send(getattr(self, name)(*arguments))
        return True

    def record(self, share: int, shares: int, files: Sequence[str]) -> Runs:
        """Every `shares`-th test file, run once as the code is."""
        modules = sorted({_file(name) for name in self._items})[share::shares]
        names = [name for name in self._items if _file(name) in modules]
        reached: set[str] = set()
        with probed([self._module(file) for file in files], reached.add):
            return self._recorded(names, reached)

    def _recorded(self, names: list[str], reached: set[str]) -> Runs:
        runs: Runs = {}
        for name, following in zip_longest(names, names[1:]):
            reached.clear()
            started = time.monotonic()
            passed = self._passes(name, following)
            runs[name] = (time.monotonic() - started, sorted(reached)) if passed else None
        return runs

    def attempt(self, file: str, number: int, tests: Sequence[tuple[str, float]]) -> tuple[str, str]:
        """What became of a mutant, and by which of the tests, each with the seconds that it may take.

        A test that fails has to pass again without the mutant.
        """
        try:
            with mutated(self._edits(file)[number]):
                failed, hung = self._first_failure(tests)
        except NotApplicable as why:
            return NOT_APPLICABLE, str(why)
        if failed is None:
            return SURVIVED, ""
        if not self._passes(failed):
            return UNSOUND, failed
        return HUNG if hung else KILLED, failed

    def _first_failure(self, tests: Sequence[tuple[str, float]]) -> tuple[str | None, bool]:
        names = [name for name, _ in tests]
        for (name, limit), following in zip_longest(tests, names[1:]):
            started = time.monotonic()
            if not self._passes(name, following, limit):
                return name, time.monotonic() - started >= limit
        return None, False

    def _passes(self, name: str, following: str | None = None, limit: float = 3600) -> bool:
        signal.setitimer(signal.ITIMER_REAL, limit)
        # What cannot be interrupted ends the process.
        faulthandler.dump_traceback_later(2 * limit + 30, exit=True)
        try:
            after = self._items[following] if following else self._last
            return not any(report.failed for report in runtestprotocol(self._items[name], log=False, nextitem=after))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()

    def _set_up(self) -> None:
        """What belongs to the whole session is made by code that is as it should be."""
        for name, item in self._items.items():
            wanted = set(_of_session(item)) - self._ready
            if wanted:
                self._passes(name)
                self._ready |= wanted

    def _module(self, file: str) -> Module:
        module = Module(file, (self._root / file).read_text(encoding="utf-8"))
        import_module(dotted(module))
        return module

    def _edits(self, file: str) -> list[Edit]:
        if file not in self._found:
            module = self._module(file)
            self._found[file] = edits(module, vars(sys.modules[dotted(module)]))
        return self._found[file]


def _file(test: str) -> str:
    return test.partition("::")[0]


def _of_session(item: Any) -> list[str]:
    definitions = item._fixtureinfo.name2fixturedefs.items()
    return [name for name, (*_, nearest) in definitions if nearest.scope == "session"]


def _hang(*_: Any) -> None:
    pytest.fail("it takes far longer than usual")
