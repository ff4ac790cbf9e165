"""Child processes with a log, a readiness check and an end that comes with ours."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path

from common.ops.local.parts import Part, PartDied
from common.ops.local.places import port_is_busy
from common.ops.local.rootless import OURSELVES, Identity

# Waits at its standard input, a pipe that only we hold open. A line means that the child was stopped as it should be;
# the end of the pipe means that we are gone, however that came: then the child's group is asked to end, and killed
# when it does not. (Linux's PR_SET_PDEATHSIG would fire when the *thread* that started the child ends, and macOS
# has none.)
_GUARD = """
read -r _ && exit 0
kill -s "$1" -- "-$2" || exit 0
left=$3
while [ "$left" -gt 0 ]; do sleep 1; kill -s 0 -- "-$2" || exit 0; left=$((left - 1)); done
kill -s KILL -- "-$2"
"""
_FAILURE = re.compile(r"fatal|error|panic|cannot|could not", re.IGNORECASE)
_NAP_SECONDS = 0.02


class Process(Part):
    """One program in a session of its own, its output in `log` (emptied at each start).

    `ready` is asked until it says yes; after `timeout` seconds, or when the program ends first, `start()` raises
    PartDied with the last error line of the log. `stop()` sends `stop_signal` and, `patience` seconds later, SIGKILL;
    our own end does the same, however it comes. The program sees `environment` and nothing else of ours.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        ready: Callable[[], bool],
        timeout: float = 30.0,
        patience: float = 10.0,
        stop_signal: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        identity: Identity = OURSELVES,
    ) -> None:
        self.name, self.log = name, log
        self._command, self._identity = identity.command(*command), identity
        self._environment = {"PATH": os.defpath, **(environment or {})}
        self._ready, self._timeout = ready, timeout
        self._stop_signal, self._patience = stop_signal, patience
        self._child: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        self._child = self._spawn()
        self._guard = _guard(self._child.pid, self._stop_signal, self._patience)
        try:
            self._wait_until_ready(self._child)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        child, self._child = self._child, None
        guard, self._guard = self._guard, None
        if child is not None:
            self._end(child)
        if guard is not None:
            guard.communicate(b"done\n")

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            try:
                return subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=self._environment,
                    start_new_session=True,
                    **self._identity.options(),
                )
            except OSError as refused:
                raise PartDied(f"{self.name} did not start: {refused}") from refused

    def _wait_until_ready(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self._timeout
        while not self._ready():
            if child.poll() is not None:
                raise PartDied(f"{self.name} did not start: {last_error_line(self.log)}")
            if time.monotonic() > deadline:
                raise PartDied(f"{self.name} did not start within {self._timeout:g} s: {last_error_line(self.log)}")
            time.sleep(_NAP_SECONDS)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        if child.poll() is None:
            child.send_signal(self._stop_signal)
        try:
            child.wait(self._patience)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


class Server(Part):
    """A part that is one program at `port`; a subclass begins its `_process`."""

    name: str
    port: int
    _process: Process | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.alive

    def start(self) -> None:
        if self.alive:
            return
        self.stop()  # what is left of a server that died
        if port_is_busy(self.port):
            raise PartDied(f"{self.name} did not start: port {self.port} is in use")
        self._begin()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()

    def _begin(self) -> None:
        raise NotImplementedError


def run_to_end(command: Sequence[str], identity: Identity = OURSELVES) -> tuple[int, str]:
    """Exit code and output of a program that ends by itself, or is killed when we are gone before."""
    child = subprocess.Popen(
        identity.command(*command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        start_new_session=True,
        **identity.options(),
    )
    guard = _guard(child.pid, signal.SIGKILL, 1)
    output, _ = child.communicate()
    guard.communicate(b"done\n")
    return child.returncode, output


def _guard(group: int, stop_signal: signal.Signals, patience: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", stop_signal.name.removeprefix("SIG"), str(group), str(ceil(patience))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def last_error_line(log: Path) -> str:
    """The last line of `log` that names a failure, else its last line."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    failures = [line for line in lines if _FAILURE.search(line)]
    return next(reversed(failures or lines), "it left no line in its log")
