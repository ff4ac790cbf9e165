"""Runs the tools of a deployment, with their output where ours goes; in a dry run only says what would be run."""

from __future__ import annotations

import shlex
import subprocess
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from common.ops.deploy.faults import explained, is_absence
from common.platform.settings import environment_for_tools

T = TypeVar("T")
_TOLD_LINES = 15
_PIPED = " < (through a pipe)"


class Failed(Exception):
    """A deployment cannot go on; the message is a line that a person can act on, and may be followed by the tool's."""


@dataclass(frozen=True)
class Command:
    """`words` are said as they are, and so are `variables`, its own environment; `stdin` is never said or kept."""

    words: tuple[str, ...]
    stdin: str = field(default="", repr=False)
    variables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        given = [f"{name}={shlex.quote(value)}" for name, value in self.variables.items()]
        return " ".join([*given, shlex.join(self.words)]) + (_PIPED if self.stdin else "")


class Commands:
    """Runs them in the folder `root`; `tell` hears each line."""

    dry = False

    def __init__(self, root: Path, tell: Callable[[str], None]) -> None:
        self.root, self.tell = root, tell

    def step(self, title: str) -> None:
        self.tell(f"\n{title}")

    def run(self, command: Command) -> None:
        """To its end, its output told line by line."""
        self.tell(f"  $ {command}")
        last = deque[str](maxlen=_TOLD_LINES)
        with self._started(command, subprocess.STDOUT) as process:
            try:
                _feed(process, command.stdin)
                for line in process.stdout or ():
                    last.append(line.rstrip())
                    self.tell(f"    {last[-1]}")
            except KeyboardInterrupt:
                # It was interrupted too: Terraform then writes its state and lets go of its lock.
                deque(process.stdout or (), maxlen=0)
                process.wait()
                raise
        if process.returncode:
            raise Failed(explained(command.words, "\n".join(last)))

    def ask(self, command: Command, unseen: str = "") -> str:
        """What it answers, told to nobody; `unseen` is taken for it in a dry run."""
        answer, fault = self._asked(command)
        if answer is None:
            raise Failed("\n".join([explained(command.words, fault), *fault.strip().splitlines()[-_TOLD_LINES:]]))
        return answer

    def look(self, command: Command) -> str | None:
        """What it answers, or None where what it asks about is not there; in a dry run nothing is."""
        answer, fault = self._asked(command)
        if answer is None and not is_absence(fault):
            raise Failed("\n".join([explained(command.words, fault), *fault.strip().splitlines()[-_TOLD_LINES:]]))
        return answer

    def do(self, what: str, work: Callable[[], T], unseen: T) -> T:
        """Our own part of the work, told as the command that would do it."""
        self.tell(f"  $ {what}")
        return work()

    def _asked(self, command: Command) -> tuple[str | None, str]:
        with self._started(command, subprocess.PIPE) as process:
            answer, fault = process.communicate(command.stdin or None)
        return (None if process.returncode else answer.strip()), fault

    def _started(self, command: Command, stderr: int) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(  # noqa: S603
                command.words,
                cwd=self.root,
                env={**environment_for_tools(), **command.variables},
                stdin=subprocess.PIPE if command.stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                errors="replace",
            )
        except FileNotFoundError:
            raise Failed(f"{command.words[0]} is not installed, or not on the PATH.") from None


def _feed(process: subprocess.Popen[str], text: str) -> None:
    if text and process.stdin:
        # What a tool that has ended left unread is told by its own failure.
        with suppress(BrokenPipeError):
            process.stdin.write(text)
            process.stdin.close()


class DryRun(Commands):
    """Runs nothing and needs no tool: it says the commands of a first deployment, looks included."""

    dry = True

    def run(self, command: Command) -> None:
        self.tell(f"  $ {command}")

    def ask(self, command: Command, unseen: str = "") -> str:
        self.run(command)
        return unseen

    def look(self, command: Command) -> str | None:
        self.run(command)
        return None

    def do(self, what: str, work: Callable[[], T], unseen: T) -> T:
        self.tell(f"  $ {what}")
        return unseen
