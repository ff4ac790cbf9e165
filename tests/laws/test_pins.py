"""Both files of pins: what pyproject.toml names is in them, each with its hashes, and both agree."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.laws.source import CHECKOUT

DEPLOYED, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
PIN = re.compile(r"([\w.-]+)==([\w.]+)(?: ; [^\\]+?)? \\(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+\n")


def pins(text: str) -> dict[str, str]:
    """Each distribution with its version; what is no pin with hashes stays behind and is refused."""
    left = re.sub(r"^#.*\n", "", PIN.sub("", text), flags=re.MULTILINE)
    assert left == "", "written by `make pins` and by nothing else"
    return dict(PIN.findall(text))


def pinned(name: str) -> dict[str, str]:
    return pins((CHECKOUT / name).read_text(encoding="utf-8"))


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in requirements}


def test_what_is_named_is_pinned_with_hashes() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    deployed, development = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    assert named(deployed) <= set(pinned(DEPLOYED)), "run `make pins`"
    assert named(deployed + development) <= set(pinned(DEVELOPMENT)), "run `make pins`"


def test_the_tests_run_on_what_is_deployed() -> None:
    assert pinned(DEPLOYED).items() <= pinned(DEVELOPMENT).items()


@pytest.mark.parametrize("line", ["flask==3.1.3\n", "-i elsewhere\n", "flask>=3 \\\n"])
def test_a_line_without_a_hash_is_seen(line: str) -> None:
    with pytest.raises(AssertionError, match="make pins"):
        pins(line)
