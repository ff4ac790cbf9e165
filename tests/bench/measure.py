"""One cold start: from the start of the process to the first answer."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from common.ops.local.places import free_port
from tests.packaging.asking import Ask
from tests.packaging.serving import Answer, ask

_NAP_SECONDS = 0.002
_PATIENCE_SECONDS = 60.0
_MIB = 2**20


@dataclass(frozen=True)
class Sample:
    """Seconds on the wall, seconds of CPU of the whole process tree, and its memory in MiB, at the first answer.

    Memory is proportional (PSS): what processes share is counted once. Where a system does not report it, unique (USS).
    """

    seconds: float
    cpu_seconds: float
    memory: float


class NoGoodAnswer(Exception):
    """The contestant answered with a fault, or did nothing of what it was asked for."""


def cold_start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], first: Ask, token: str, log: Path
) -> tuple[Sample, Answer]:
    """Start `command` (`{port}` in it stands for the port), ask until it answers, look at it, and end it."""
    port = free_port()
    arguments = at_port(command, port)
    with log.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            arguments, cwd=folder, env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )
        with _ended(process):
            answer = _first_answer(process, port, first, token, log)
            seconds = time.perf_counter() - begun
            return Sample(seconds, *_tree(process.pid)), answer


def _first_answer(process: subprocess.Popen[bytes], port: int, first: Ask, token: str, log: Path) -> Answer:
    deadline = time.perf_counter() + _PATIENCE_SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            return ask(port, first.method, first.path, first.body, token)
        except ConnectionError:
            time.sleep(_NAP_SECONDS)
    raise NoGoodAnswer(f"no answer to {first}: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def at_port(command: Sequence[str], port: int) -> list[str]:
    """The command with its port, for which `{port}` stands."""
    return [word.replace("{port}", str(port)) for word in command]


def cpu_seconds(pid: int) -> float:
    """Of a process and all its children so far."""
    times = [process.cpu_times() for process in _family(pid)]
    return sum(time.user + time.system for time in times)


def _tree(pid: int) -> tuple[float, float]:
    """CPU seconds and MiB of a process and all its children."""
    return cpu_seconds(pid), sum(_memory(process.pid) for process in _family(pid)) / _MIB


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _memory(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return float(psutil.Process(pid).memory_full_info().uss)
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024.0
