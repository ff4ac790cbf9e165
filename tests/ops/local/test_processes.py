"""A child starts, or says why it did not, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import psutil
import pytest

from common.ops.checkout import CHECKOUT
from common.ops.local.parts import PartDied
from common.ops.local.places import HOST, Places, free_port, port_is_busy
from common.ops.local.processes import Process, run_to_end
from common.ops.local.serving import HttpServer
from tests.ops.local.conftest import Begun

STUBBORN = 'trap "" TERM; echo ready; while :; do sleep 0.05; done'


def shell(script: str, places: Places, ready: str = "ready", **options: object) -> Process:
    log = places.log("shell")
    return Process(
        "The shell",
        ["/bin/sh", "-c", script],
        log=log,
        ready=lambda: ready in log.read_text(),
        **options,  # type: ignore[arg-type]
    )


def wait_until_gone(pid: int, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_child_runs_until_it_is_stopped_and_leaves_nobody_behind(fresh_places: Places, begun: Begun) -> None:
    with shell("echo ready; exec sleep 60", fresh_places) as child:
        assert child.alive
        assert len(begun()) == 2, "the child and its guard"
    assert not child.alive
    assert begun() == set()


def test_a_child_that_ends_at_once_is_told_by_the_most_telling_line_of_its_log(fresh_places: Places) -> None:
    script = "echo starting; echo 'FATAL: the disk is full'; echo 'it is shut down'; exit 1"
    with pytest.raises(PartDied, match=r"^The shell did not start: FATAL: the disk is full$"):
        shell(script, fresh_places).start()


def test_a_child_that_never_gets_ready_is_stopped_after_the_timeout(fresh_places: Places) -> None:
    child = shell("echo waiting for Godot; exec sleep 60", fresh_places, timeout=0.3)
    with pytest.raises(PartDied, match=r"did not start within 0\.3 s: waiting for Godot"):
        child.start()
    assert not child.alive


def test_a_program_that_is_not_there_is_one_line(fresh_places: Places) -> None:
    missing = Process("It", ["/no/such/program"], log=fresh_places.log("it"), ready=lambda: True)
    with pytest.raises(PartDied, match=r"^It did not start: .*No such file"):
        missing.start()


def test_a_child_that_ignores_the_signal_is_killed(fresh_places: Places) -> None:
    child = shell(STUBBORN, fresh_places, patience=0.2)
    child.start()
    pid = child.pid
    assert pid is not None
    child.stop()
    assert wait_until_gone(pid, 1)


def test_the_end_of_the_thread_that_started_a_child_does_not_end_the_child(fresh_places: Places) -> None:
    child = shell("echo ready; exec sleep 60", fresh_places)
    starter = Thread(target=child.start)
    starter.start()
    starter.join()
    time.sleep(0.2)
    assert child.alive
    child.stop()


@pytest.mark.parametrize("script", ["echo ready; exec sleep 60", STUBBORN])
def test_a_child_ends_when_its_parent_is_killed(fresh_places: Places, script: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, script, str(fresh_places.root)], stdout=subprocess.PIPE, cwd=CHECKOUT, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        os.kill(parent.pid, signal.SIGKILL)
    assert wait_until_gone(child)


PARENT = """
import sys, time
from pathlib import Path
from common.ops.local.places import Places
from common.ops.local.processes import Process, run_to_end
log = Places(Path(sys.argv[2])).log("child")
child = Process("It", ["/bin/sh", "-c", sys.argv[1]], log=log, ready=lambda: "ready" in log.read_text(), patience=1)
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_program_that_ends_by_itself_tells_its_code_and_its_output() -> None:
    assert run_to_end(["/bin/sh", "-c", "echo out; echo wrong >&2; exit 3"]) == (3, "out\nwrong\n")


def test_a_program_that_would_end_by_itself_ends_with_its_parent() -> None:
    script = "from common.ops.local.processes import run_to_end as r; r(['/bin/sh', '-c', 'sleep 61'])"
    with subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT) as parent:
        sleeper = None
        while sleeper is None:
            below = psutil.Process(parent.pid).children(recursive=True)
            sleeper = next((child.pid for child in below if "61" in child.cmdline()), None)
        os.kill(parent.pid, signal.SIGKILL)
    assert wait_until_gone(sleeper)


def test_the_folder_of_the_parts_lies_in_the_checkout() -> None:
    assert Places().root == CHECKOUT / ".local"
    assert (CHECKOUT / "pyproject.toml").exists()


def test_a_port_is_busy_while_somebody_listens_and_free_afterwards(tmp_path: Path) -> None:
    port = free_port()
    assert not port_is_busy(port)
    with HttpServer("It", lambda environ, start: [], port):
        assert port_is_busy(port)
        with pytest.raises(PartDied, match=rf"^Another did not start: port {port} is in use$"):
            HttpServer("Another", lambda environ, start: [], port).start()
    assert not port_is_busy(port, HOST)
