"""The processes that run tests: started when they are first asked, ended when their state is in doubt."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.mutants.worker import work

# A fresh interpreter each, since a fork would lack the threads that the system runs in.
_PROCESSES = multiprocessing.get_context("spawn")
_LONGEST_END = 20


class Ended(Exception):
    """A process that ended before it answered, with the end of its log."""


class Worker:
    """One process, and after `stop` a new one, unless it is `over`."""

    def __init__(self, root: Path, tests: Sequence[str], log: Path) -> None:
        self._root, self._tests, self._log = root, tests, log
        self.over = False
        self._process: Any = None
        self._pipe: Any = None

    def ask(self, *order: Any) -> Any:
        """The answer to an order, which is a method of `worker.Session` with its arguments. Raises Ended."""
        if self.over:
            raise Ended("no more is asked")
        if self._process is None:
            self._start()
        try:
            self._pipe.send(order)
            return self._pipe.recv()
        except (EOFError, OSError):
            self.stop()
            raise Ended(self._log.read_text(errors="replace")[-2000:]) from None

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            self._pipe.send(None)
        process.join(_LONGEST_END)
        process.kill()
        process.join()

    def _start(self) -> None:
        self._pipe, theirs = _PROCESSES.Pipe()
        self._process = _PROCESSES.Process(target=work, args=(theirs, self._root, self._tests, self._log))
        self._process.start()
        theirs.close()


@contextmanager
def workers(number: int, root: Path, tests: Sequence[str]) -> Iterator[list[Worker]]:
    """So many of them; whatever files they make are removed in the end."""
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = folder
        made = [Worker(root, tests, Path(folder, f"{name}.log")) for name in range(number)]
        try:
            yield made
        finally:
            for worker in made:
                worker.over = True
                worker.stop()
            del os.environ["TMPDIR"]
            os.environ.update({"TMPDIR": before} if before else {})
