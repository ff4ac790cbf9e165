"""Terraform's own checks of `terraform/`, without a cloud.

With the providers of the registry where there is one, else with stubs of them, which also plan and apply; and checkov
on what is planned.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any
from venv import EnvBuilder

from common.ops.checkout import CHECKOUT

FOLDER = CHECKOUT / "terraform"
_CHECKOV = FOLDER / "checkov.txt"
_LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'

# One plan for each environment, the second one with all that can be switched on.
PLANS: Mapping[str, Sequence[str]] = {
    "dev": (),
    "prod": (
        *("-var=domain=aslab.kampus.ac.id", "-var=private_database=true"),
        *("-var=billing_account=000000-000000-000000", "-var=currency=IDR"),
    ),
}
_MOST_OBJECTS = {"dev": 190, "prod": 225}
# What `make deploy` finds out, made up.
_GIVEN = {
    "TF_VAR_project": "campus",
    "TF_VAR_image": "0123456789abcdef",
    "TF_VAR_public_keys": '{"keys": [{"kid": "k1", "kty": "EC", "crv": "P-256"}]}',
    "TF_VAR_secret_versions": '{"signing_keys": "1", "smtp_password": "1"}',
}


class Unchecked(Exception):
    """What is needed for checking is missing; the message is for a person."""


def check_terraform(work: Path, stubs: Path | None, say: Callable[[str], None]) -> bool:
    """Whether every check passes; `work` keeps plans and tools. Raises Unchecked.

    `stubs` is a command that checks a folder with stand-ins of the providers, where no registry can be reached.
    """
    if not shutil.which("terraform"):
        raise Unchecked("terraform is not installed (1.9 or newer)")
    work.mkdir(parents=True, exist_ok=True)
    variables = {**_GIVEN, "TF_IN_AUTOMATION": "1"}
    with _copy() as folder:
        (folder / "local_override.tf").write_text(_LOCAL_STATE)
        if _succeeds(["terraform", "init", "-input=false"], folder):
            say("terraform with the registry's providers")
            return _by_registry(variables, folder) and _checkov(work, say, "--directory", str(FOLDER))
    if stubs is None or not stubs.is_file():
        raise Unchecked("no provider registry is in reach, and there are no stubs of the providers (STUBS=…)")
    say("terraform with stubs of the providers, since no registry is in reach")
    return all(_by_stubs(stubs, work, variables, name, say) for name in PLANS)


@contextmanager
def _copy(*without: str) -> Iterator[Path]:
    """terraform/ somewhere else, without what an earlier command left in it."""
    with tempfile.TemporaryDirectory() as place:
        ignored = shutil.ignore_patterns(".terraform*", "terraform.tfstate*", *without)
        yield Path(shutil.copytree(FOLDER, Path(place) / FOLDER.name, ignore=ignored))


def _by_registry(variables: Mapping[str, str], folder: Path) -> bool:
    """Plans that ask no cloud: those of the tests, whose providers are mocked."""
    steps = (["fmt", "-check", "-diff", "-recursive", str(FOLDER)], ["validate"], ["test"])
    return all(_run(["terraform", *step], folder, variables) for step in steps)


def _by_stubs(stubs: Path, work: Path, variables: Mapping[str, str], name: str, say: Callable[[str], None]) -> bool:
    say(f"the plan of {name}, a made-up apply, and a second plan that is empty")
    plan = work / f"plan-{name}.json"
    # The tests plan with variables of their own: once is enough.
    with _copy(*([] if name == next(iter(PLANS)) else ["tests"])) as folder:
        command = [str(stubs), "--apply", str(folder), "--", f"-var-file=environments/{name}.tfvars", *PLANS[name]]
        passed = _run(command, FOLDER, {**variables, "TFCHECK_PLAN_JSON": str(plan)})
    return (
        passed
        and _few_enough(plan, name, say)
        and _checkov(work, say, "--file", str(plan), "--repo-root-for-plan-enrichment", str(FOLDER))
    )


def _few_enough(plan: Path, name: str, say: Callable[[str], None]) -> bool:
    """An installation stays small enough to be looked over."""
    changes: list[dict[str, Any]] = json.loads(plan.read_text())["resource_changes"]
    count = len([row for row in changes if row["change"]["actions"] == ["create"]])
    say(f"{count} objects of at most {_MOST_OBJECTS[name]}")
    return count <= _MOST_OBJECTS[name]


def _checkov(work: Path, say: Callable[[str], None], *what: str) -> bool:
    program = _installed(work / "checkov", say)
    say("checkov")
    return _run([str(program), *what, "--compact", "--quiet", "--skip-download"], work)


def _installed(place: Path, say: Callable[[str], None]) -> Path:
    """checkov in an environment of its own, since it pins packages that the suite has in newer versions."""
    wanted, stamp = sha256(_CHECKOV.read_bytes()).hexdigest(), place / ".installed"
    if not stamp.is_file() or stamp.read_text() != wanted:
        say("installing checkov (a minute, once)")
        EnvBuilder(with_pip=True, clear=True).create(place)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        if not _run([*pip, "--requirement", str(_CHECKOV)], place):
            raise Unchecked("checkov could not be installed")
        stamp.write_text(wanted)
    return place / "bin" / "checkov"


def _run(command: Sequence[str], folder: Path, variables: Mapping[str, str] = MappingProxyType({})) -> bool:
    sys.stdout.flush()
    given = ["env", *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run([*given, *command], cwd=folder, check=False).returncode == 0  # noqa: S603


def _succeeds(command: Sequence[str], folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0  # noqa: S603
