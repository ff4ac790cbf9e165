"""The browser of the portal's tests: the system's Chromium where there is one that runs, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

# Draws as the whole browser does, and takes a quarter less CPU; Debian has it beside Chromium.
_LIGHT = "chromium-headless-shell"
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_DEBIAN = ("apt-get", "--quiet", "--yes", "--no-install-recommends", "install", "chromium")
_LISTS = ("apt-get", "--quiet", "update")
_ANSWER_SECONDS = 30

MISSING = (
    "No browser for the portal's tests, and none could be installed: `apt-get install chromium`, "
    "or `python -m playwright install chromium` where there is a network."
)


class NoBrowser(Exception):
    """There is none; the message is one line that a person can act on."""


def find_browser() -> str:
    """The program of a Chromium that runs on this machine; raises NoBrowser."""
    found = next(_running(_candidates()), None)
    if found is None:
        raise NoBrowser(MISSING)
    return found


def find_light_browser() -> str | None:
    """The program of a browser without windows, which neither asks for a camera nor shows a PDF."""
    return next(_running(filter(None, [shutil.which(_LIGHT)])), None)


def install_browser(say: Callable[[str], None]) -> str:
    """A Chromium that runs, after one has been installed where none is; raises NoBrowser."""
    for way in (_nothing, _by_debian, _by_playwright):
        way(say)
        found = next(_running(_candidates()), None)
        if found is not None:
            return found
    raise NoBrowser(MISSING)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _COMMANDS))
    yield from _APPLICATIONS
    yield from _of_playwright()


def _running(programs: Iterable[str]) -> Iterator[str]:
    """Ubuntu's package of that name is a script that asks for another package: only what answers is a browser."""
    return (program for program in programs if Path(program).is_file() and _succeeds([program, "--version"]))


def _of_playwright() -> Iterator[str]:
    command = [sys.executable, "-c", _TOLD_BY_PLAYWRIGHT]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    yield from shown.stdout.split("\n")[:1]


# In a process of its own, since a test may have Playwright running in this one.
_TOLD_BY_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def _nothing(_say: Callable[[str], None]) -> None:
    """What is there already is looked for first."""


def _by_debian(say: Callable[[str], None]) -> None:
    right = _right_to_install()
    if right is None or not shutil.which("apt-get"):
        return
    say("installing Chromium with apt-get")
    install = [*right, "env", "DEBIAN_FRONTEND=noninteractive", *_DEBIAN]
    # A fresh system has no list of packages yet, and an older one has no light browser.
    for command in ([*install, _LIGHT], [*right, *_LISTS], [*install, _LIGHT], install):
        if _succeeds(command, seconds=None) and command[-1] != _LISTS[-1]:
            return


def _right_to_install() -> Sequence[str] | None:
    """What goes before a command that installs, or None for who may not."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]) else None


def _by_playwright(say: Callable[[str], None]) -> None:
    say("downloading Playwright's Chromium")
    _succeeds([sys.executable, "-m", "playwright", "install", "chromium"], seconds=None)


def _succeeds(command: Sequence[str], seconds: float | None = _ANSWER_SECONDS) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
