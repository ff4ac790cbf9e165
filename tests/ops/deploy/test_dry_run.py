"""A dry run says what a real one does, and does nothing."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil

import pytest

from tests.ops.deploy.conftest import TOOLS, Cloud

VARIABLE = re.compile(r"TF_VAR_(\w+)=")
PIPE = " < (through a pipe)"


def told(cloud: Cloud) -> list[list[str]]:
    """The words of each command that was said, with what the stand-in's outputs are for what nobody knew."""
    lines = [line[4:].removesuffix(PIPE) for line in cloud.output.splitlines() if line.startswith("  $ ")]
    text = "\n".join(lines)
    for name, value in outputs(cloud).items():
        text = text.replace(f"<{name}>", value)
    return [shlex.split(line) for line in text.splitlines()]


def outputs(cloud: Cloud) -> dict[str, str]:
    return runpy.run_path(str(TOOLS / "outputs.py"))["OUTPUTS"] | cloud.state["outputs"]


def commands(words: list[list[str]]) -> list[list[str]]:
    """Those of the two tools, without the variables before them."""
    plain = [[word for word in line if not VARIABLE.match(word)] for line in words]
    return [line for line in plain if line[0] in {"gcloud", "terraform"}]


def own(words: list[list[str]]) -> list[list[str]]:
    return [line for line in words if line not in commands(words) and not VARIABLE.match(line[0])]


def variables(words: list[list[str]]) -> list[list[str]]:
    return [found for line in words if (found := VARIABLE.findall(" ".join(line)))]


def test_it_is_the_real_one_word_by_word(cloud: Cloud) -> None:
    assert cloud.run("deploy", yes="1") == 0, cloud.errors
    # What is asked of the running campus at the end is one line of a dry run.
    real = [call["words"] for call in cloud.state["calls"] if call["words"][:3] != ["gcloud", "logging", "read"]]
    done, given = own(told(cloud)), [list(call["variables"]) for call in cloud.state["calls"] if call["variables"]]
    assert cloud.run("deploy", dry_run="1") == 0
    assert commands(told(cloud)) == real
    assert own(told(cloud)) == done
    assert variables(told(cloud)) == [[name.removeprefix("TF_VAR_") for name in names] for names in given]


@pytest.mark.parametrize("command", ["deploy", "destroy"])
def test_it_asks_nobody_needs_nothing_and_leaves_nothing(cloud: Cloud, command: str) -> None:
    for tool in ("gcloud", "terraform"):
        (cloud.folder / "bin" / tool).unlink()
    local = cloud.folder / "local"
    shutil.rmtree(local)
    assert cloud.run(command, dry_run="1") == 0, cloud.errors
    assert cloud.calls == []
    assert not local.exists()
    assert cloud.published() == {}
