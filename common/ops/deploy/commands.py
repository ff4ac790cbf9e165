"""Runs the tools of a deployment and prints their output; a dry run only prints what would be run."""

from __future__ import annotations

import shlex
import subprocess
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from common.ops.deploy.faults import explained, is_absence, is_transient
from common.platform.settings import environment_for_tools

T = TypeVar("T")
_KEPT_LINES = 15
_PIPED = " < (through a pipe)"


class Failed(Exception):
    """A deployment cannot go on; the message is a line that a person can act on, and may be followed by the tool's."""


class Transient(Failed):
    """It may succeed in some minutes, by the same command."""


@dataclass(frozen=True)
class Command:
    """`words` and `variables`, its own environment, are printed as they are; `stdin` is never printed or kept."""

    words: tuple[str, ...]
    stdin: str = field(default="", repr=False)
    variables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        given = [f"{name}={shlex.quote(value)}" for name, value in self.variables.items()]
        return " ".join([*given, shlex.join(self.words)]) + (_PIPED if self.stdin else "")


class Commands:
    """Runs them in the folder `root`; `say` gets each line."""

    dry = False

    def __init__(self, root: Path, say: Callable[[str], None]) -> None:
        self.root, self.say = root, say

    def step(self, title: str) -> None:
        self.say(f"\n{title}")

    def run(self, command: Command) -> None:
        """Run it to its end; its output is printed line by line."""
        self.say(f"  $ {command}")
        last = deque[str](maxlen=_KEPT_LINES)
        with self._started(command, subprocess.STDOUT) as process:
            try:
                _feed(process, command.stdin)
                for line in process.stdout or ():
                    last.append(line.rstrip())
                    self.say(f"    {last[-1]}")
            except KeyboardInterrupt:
                # It was interrupted too: Terraform then writes its state and lets go of its lock.
                deque(process.stdout or (), maxlen=0)
                process.wait()
                raise
        if process.returncode:
            said = "\n".join(last)
            raise (Transient if is_transient(said) else Failed)(explained(command.words, said))

    def query(self, command: Command, unseen: str = "") -> str:
        """Its output, which is not printed; `unseen` in a dry run."""
        answer, fault = self._answered(command)
        if answer is None:
            raise Failed("\n".join([explained(command.words, fault), *fault.strip().splitlines()[-_KEPT_LINES:]]))
        return answer

    def find(self, command: Command) -> str | None:
        """Its output, or None where what it asks about does not exist; in a dry run nothing does."""
        answer, fault = self._answered(command)
        if answer is None and not is_absence(fault):
            raise Failed("\n".join([explained(command.words, fault), *fault.strip().splitlines()[-_KEPT_LINES:]]))
        return answer

    def perform(self, what: str, work: Callable[[], T], unseen: T) -> T:
        """Our own part of the work, printed as a command."""
        self.say(f"  $ {what}")
        return work()

    def _answered(self, command: Command) -> tuple[str | None, str]:
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
        # A tool that ended before it read everything has a failure of its own to report.
        with suppress(BrokenPipeError):
            process.stdin.write(text)
            process.stdin.close()


class DryRun(Commands):
    """Runs nothing and needs no tool: it prints the commands of a first deployment, those that only read included."""

    dry = True

    def run(self, command: Command) -> None:
        self.say(f"  $ {command}")

    def query(self, command: Command, unseen: str = "") -> str:
        self.run(command)
        return unseen

    def find(self, command: Command) -> str | None:
        self.run(command)
        return None

    def perform(self, what: str, work: Callable[[], T], unseen: T) -> T:
        self.say(f"  $ {what}")
        return unseen
