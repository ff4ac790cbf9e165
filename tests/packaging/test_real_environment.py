"""The archive in a Python made from its own requirements.txt, as the buildpack makes one."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest

from common.ops.local.places import free_port
from common.ops.local.processes import Process
from tests.packaging.callers import PASSWORD
from tests.packaging.pins import pinned
from tests.packaging.serving import answers, ask, function_environment

_MINUTES = 60


@pytest.mark.timeout(10 * _MINUTES)
def test_the_requirements_are_all_that_sign_in_needs(
    unpacked: dict[str, Path], committed: None, tmp_path: Path
) -> None:
    folder, port = unpacked["sign_in"], free_port()
    programs = _environment_from(folder / "requirements.txt", tmp_path / "venv")
    command = [str(programs / "functions-framework"), "--target", "entry", "--source", str(folder / "main.py")]
    with Process(
        "sign_in",
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        log=tmp_path / "log",
        ready=lambda: answers(port),
        environment=function_environment(),
    ):
        refused = ask(port, "POST", "/v1/session", {"number": "3020100001", "password": PASSWORD})
        keys = ask(port, "GET", "/v1/jwks.json")
    assert (refused.status, refused.json["code"]) == (401, "wrong_credentials")
    assert keys.status == 200


def _environment_from(requirements: Path, place: Path) -> Path:
    """A new virtual environment; fails when pip brings anything that is not pinned, or misses anything."""
    venv.create(place, with_pip=True)
    programs = place / "bin"
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--require-hashes", "-r", str(requirements)]
    subprocess.run(install, check=True, capture_output=True)
    frozen = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True).stdout
    assert pinned(frozen) == pinned(requirements.read_text())
    return programs
