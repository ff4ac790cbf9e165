"""`python -m common run` as a person meets it: up, used, stopped, up again; and one line when it cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests

from common.ops.local.places import Places, free_port
from tests.temporary import temporary_places

SECONDS = 90


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with temporary_places() as made:
        yield made


@contextmanager
def running(places: Places, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command, once it has said that it runs; stopped by Ctrl-C."""
    command = [sys.executable, "-m", "common", "run", "--port", str(port), "--folder", str(places.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=bare()) as started:
        assert started.stdout is not None
        until = time.monotonic() + SECONDS
        for line in started.stdout:
            assert time.monotonic() < until
            if "Demo logins" in line:
                break
        yield started
        family = psutil.Process(started.pid).children(recursive=True)
        started.send_signal(signal.SIGINT)
        said_since = started.stdout.read()
        assert started.wait(30) == 0
        assert "{" not in said_since, "log lines belong into their file"
        gone, alive = psutil.wait_procs(family, timeout=10)
        assert gone
        assert alive == [], "Ctrl-C leaves no process"


@pytest.mark.timeout(240)
def test_it_starts_is_used_stops_and_starts_again_with_its_data(places: Places) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(places, port):
        for page in ("/", "/v1/docs", "/_local/outbox"):
            assert requests.get(address + page, timeout=10).status_code == 200
        cards = requests.get(f"{address}/v1/vacancies", timeout=10).json()["items"]
        assert cards
        assert requests.get(f"{address}/v1/inbox", timeout=10).status_code == 401
        # The sweeps of the first seconds have logged what they found.
        _wait_for(lambda: '"function": "deliver_notifications"' in places.log("functions").read_text(encoding="utf-8"))
        refused = _start(places, port)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1, "a busy port gives one clear line"
        assert f"Port {port} is in use" in refused.stderr
    signing = places.folder("keys") / "signing.json"
    signing.write_bytes(signing.read_bytes()[:20])
    began = time.monotonic()
    with running(places, port):
        again = requests.get(f"{address}/v1/vacancies", timeout=10).json()["items"]
    assert [card["id"] for card in again] == [card["id"] for card in cards]
    assert time.monotonic() - began < SECONDS / 2
    command = [sys.executable, "-m", "common", "reset", "--folder", str(places.root)]
    reset = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "empty" in reset.stdout
    assert not Path(places.root / "postgres").exists()


def _wait_for(there: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not there():
        assert time.monotonic() < until
        time.sleep(0.2)


def _start(places: Places, port: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "common", "run", "--port", str(port), "--folder", str(places.root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=bare())


def bare() -> dict[str, str]:
    """A person's environment: nothing in it leads to the parts that the tests run on."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
