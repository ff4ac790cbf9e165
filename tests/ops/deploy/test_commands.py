"""How a tool is run: line by line, with what went wrong, and to its own end when a person interrupts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.deploy.commands import Command, Commands, Failed

PYTHON = (sys.executable, "-c")
# As Terraform: interrupted, it still writes down what it has done.
# The signal may come while `print` writes, which must not be called again then.
SLOW = """
import os, signal, sys, time
def end(*_):
    time.sleep(0.6)
    os.write(1, b"unfinished business\\n")
    open("state", "w").write("written")
    os._exit(1)
signal.signal(signal.SIGINT, end)
print("working", flush=True)
time.sleep(20)
"""
# A shell lets what it starts behind itself ignore interrupts, and that is inherited.
PARENT = f"""
import signal, sys
from pathlib import Path
from common.ops.deploy.commands import Command, Commands
signal.signal(signal.SIGINT, signal.default_int_handler)
commands = Commands(Path("."), lambda line: print(line.strip(), flush=True))
try:
    commands.run(Command((sys.executable, "-c", {SLOW!r}), stdin="x"))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def commands(tmp_path: Path, told: list[str]) -> Commands:
    return Commands(tmp_path, told.append)


def test_output_is_told_as_it_comes_both_streams_in_their_order(commands: Commands, told: list[str]) -> None:
    commands.run(Command((*PYTHON, "import sys\nfor s in (sys.stdout, sys.stderr): print(s.name, file=s, flush=True)")))
    assert told[1:] == ["    <stdout>", "    <stderr>"]


def test_what_fails_is_told_with_the_tools_last_lines(commands: Commands) -> None:
    script = (
        "import sys; print('an answer that stays unseen'); sys.exit('\\n'.join(map(str, range(40))) + '\\nERROR: no')"
    )
    with pytest.raises(Failed) as failed:
        commands.query(Command((*PYTHON, script)))
    first, *rest = str(failed.value).splitlines()
    assert first.endswith("failed: no")
    assert rest == [*map(str, range(26, 40)), "ERROR: no"]


def test_what_goes_through_the_pipe_is_in_no_text_of_the_command(commands: Commands, told: list[str]) -> None:
    command = Command((*PYTHON, "import sys; print(len(sys.stdin.read()))"), stdin="rahasia", variables={"A": "b c"})
    commands.run(command)
    assert told[-1] == "    7"
    assert "rahasia" not in f"{command} {command!r} {told}"
    assert str(command).startswith("A='b c' ")


def test_no_tool_is_told_our_secrets(commands: Commands, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SMTP_PASSWORD", "WHATSAPP_TOKEN", "SIGNING_KEYS", "CAMPUS_NAME"):
        monkeypatch.setenv(name, "rahasia")
    commands.run(Command((*PYTHON, "import os; print([n for n, value in os.environ.items() if value == 'rahasia'])")))
    assert told[1:] == ["    ['CAMPUS_NAME']"]


def test_a_tool_that_does_not_read_is_told_by_its_own_failure(commands: Commands) -> None:
    with pytest.raises(Failed, match="failed: full"):
        commands.run(Command((*PYTHON, "import sys; sys.exit('ERROR: full')"), stdin="x" * 1_000_000))


def test_an_interrupted_tool_is_waited_for(tmp_path: Path) -> None:
    checkout = CHECKOUT
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    process = subprocess.Popen(
        [*PYTHON, PARENT], cwd=tmp_path, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert "working\n" in iter(process.stdout.readline, "")
    os.killpg(process.pid, signal.SIGINT)
    said, fault = process.communicate(timeout=20)
    assert process.returncode == 130, f"{said}\n{fault}"
    assert (tmp_path / "state").read_text() == "written", f"{said}\n{fault}"
