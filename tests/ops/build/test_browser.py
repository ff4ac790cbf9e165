"""Which browser the portal's tests get, and how one comes to a machine that has none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from common.ops.build import browser
from common.ops.build.browser import MISSING, NoBrowser, find_browser, find_light_browser, install_browser

Command = Callable[[str, str], Path]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Makes the only commands that there are besides the shell's own; Playwright has no browser either."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(browser, "_APPLICATIONS", (str(tmp_path / "Chromium.app"),))
    monkeypatch.setattr(browser, "_of_playwright", lambda: iter([""]))
    monkeypatch.setattr(browser, "_by_playwright", lambda _: None)

    def make(name: str, script: str) -> Path:
        program = folder / name
        program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        program.chmod(0o755)
        return program

    make("env", 'shift; exec "$FOLDER/$@"'.replace("$FOLDER", str(folder)))
    return make


def chromium_of(folder: Path) -> str:
    """A script that installs a browser into `folder`."""
    return f"printf '#!/bin/sh\\nexit 0\\n' > {folder}/chromium && chmod +x {folder}/chromium"


def test_the_systems_browser_is_taken(command: Command) -> None:
    chrome = command("google-chrome", "echo Chrome 150")
    assert find_browser() == str(chrome)
    chromium = command("chromium", "echo Chromium 150")
    assert find_browser() == str(chromium), "Debian's comes first"


def test_a_command_that_is_no_browser_is_passed_over(command: Command, tmp_path: Path) -> None:
    command("chromium-browser", "echo install the snap; exit 1")
    with pytest.raises(NoBrowser):
        find_browser()
    application = tmp_path / "Chromium.app"
    application.write_text("#!/bin/sh\nexit 0\n")
    application.chmod(0o755)
    assert find_browser() == str(application)


def test_what_is_there_is_not_installed_again(command: Command) -> None:
    program = command("chromium", "exit 0")
    told: list[str] = []
    assert (install_browser(told.append), told) == (str(program), [])


def test_who_may_not_install_is_told_what_to_do(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    command("apt-get", "exit 0")
    command("sudo", "exit 1")
    with pytest.raises(NoBrowser, match="apt-get install chromium"):
        install_browser([].append)


def test_debian_installs_it_and_asks_for_its_lists_first_where_it_has_none(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    lists, folder = tmp_path / "lists", tmp_path / "bin"
    command("apt-get", f'case "$*" in *update) touch {lists};; *) test -f {lists} && {chromium_of(folder)};; esac')
    told: list[str] = []
    assert install_browser(told.append) == str(folder / "chromium")
    assert told == ["installing Chromium with apt-get"]


def test_an_older_system_gets_the_whole_browser_alone(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    folder = tmp_path / "bin"
    command("apt-get", f'case "$*" in *headless-shell) exit 100;; *" install "*) {chromium_of(folder)};; esac')
    assert install_browser([].append) == str(folder / "chromium")
    assert find_light_browser() is None


def test_a_light_browser_is_one_only_where_it_runs(command: Command) -> None:
    command("chromium-headless-shell", "exit 1")
    assert find_light_browser() is None
    light = command("chromium-headless-shell", "exit 0")
    assert find_light_browser() == str(light)


def test_others_install_it_by_sudo_where_that_asks_nothing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    folder = tmp_path / "bin"
    command("sudo", f'shift; [ "$1" = true ] || exec {folder}/"$@"')
    command("apt-get", chromium_of(folder))
    assert install_browser([].append) == str(folder / "chromium")


def test_playwrights_own_is_the_last_resort(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloaded = tmp_path / "chrome"

    def download(_: object) -> None:
        downloaded.write_text("#!/bin/sh\nexit 0\n")
        downloaded.chmod(0o755)

    monkeypatch.setattr(browser, "_of_playwright", lambda: iter([str(downloaded)]))
    monkeypatch.setattr(browser, "_by_playwright", download)
    assert install_browser([].append) == str(downloaded)


def test_where_no_way_leads_to_one_that_is_one_line(command: Command) -> None:
    with pytest.raises(NoBrowser) as missing:
        install_browser([].append)
    assert str(missing.value) == MISSING
    assert "\n" not in MISSING
