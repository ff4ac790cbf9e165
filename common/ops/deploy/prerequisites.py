"""What has to be there before Terraform can begin: tools, a person, the project, a few services, the state's bucket."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.target import STATES, Target

_TERRAFORM = (1, 9)
# As many as one call may switch on.
_AT_ONCE = 20


def gcloud(target: Target, *words: str, stdin: str = "") -> Command:
    """A command of gcloud in the target's project, which asks nothing."""
    return Command(("gcloud", *words, f"--project={target.project}", "--quiet"), stdin)


def check(target: Target, commands: Commands) -> str:
    """Who is signed in. Raises Failed with one line on the first thing that is missing."""
    _check_terraform(commands)
    account = commands.query(
        Command(("gcloud", "auth", "list", "--filter=status:ACTIVE", "--format=value(account)")), "you"
    )
    if not account:
        raise Failed("Nobody is signed in: gcloud auth login")
    # Terraform and the publishing sign in with these, which last longer than one token.
    commands.query(Command(("gcloud", "auth", "application-default", "print-access-token", "--quiet")))
    _check_project(target, commands)
    return account


def _check_terraform(commands: Commands) -> None:
    shown = commands.query(Command(("terraform", "version", "-json")), '{"terraform_version": "1.9.0"}')
    version = json.loads(shown)["terraform_version"]
    if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < _TERRAFORM:
        raise Failed(f"Terraform {version} is too old: 1.9 or newer is needed.")


def _check_project(target: Target, commands: Commands) -> None:
    state = commands.query(
        Command(("gcloud", "projects", "describe", target.project, "--format=value(lifecycleState)", "--quiet")),
        "ACTIVE",
    )
    if state != "ACTIVE":
        raise Failed(f"The project {target.project} is {state}, not active.")
    billed = commands.find(
        Command(
            ("gcloud", "billing", "projects", "describe", target.project, "--format=value(billingEnabled)", "--quiet")
        )
    )
    # Where the service that knows is off, enabling the others says so.
    if billed is not None and billed != "True":
        raise Failed(f"Billing is off: gcloud billing projects link {target.project} --billing-account=ID")


def enable_services(target: Target, commands: Commands) -> None:
    """Of Google Cloud, by terraform/services.json; they stay on when the suite goes, since others may use them too."""
    wanted: list[str] = json.loads((target.terraform / "services.json").read_text())
    on = commands.find(gcloud(target, "services", "list", "--enabled", "--format=value(config.name)"))
    missing = [name for name in wanted if name not in (on or "").split()]
    for first in range(0, len(missing), _AT_ONCE):
        commands.run(gcloud(target, "services", "enable", *missing[first : first + _AT_ONCE]))


def make_state_bucket(target: Target, commands: Commands) -> None:
    """Versioned, so that a state that was damaged can be had back; of nobody but the project's own people."""
    url, found = f"gs://{target.state_bucket}", _state_bucket(target, commands)
    if not found:
        guarded = ("--uniform-bucket-level-access", "--public-access-prevention")
        commands.run(gcloud(target, "storage", "buckets", "create", url, f"--location={target.region()}", *guarded))
    if "True" not in found:
        commands.run(gcloud(target, "storage", "buckets", "update", url, "--versioning"))


def require_state_bucket(target: Target, commands: Commands) -> None:
    """Raises Failed where the project has none."""
    if not commands.dry and not _state_bucket(target, commands):
        raise target.not_deployed()


def _state_bucket(target: Target, commands: Commands) -> list[str]:
    """Its name and whether it is versioned, if it is our own: anybody may have one of a name that can be guessed."""
    named = (f"--filter=name={target.state_bucket}", "--format=value(name,versioning_enabled)")
    return (commands.find(gcloud(target, "storage", "buckets", "list", *named)) or "").split()


def require_environment(target: Target, commands: Commands) -> None:
    """Raises Failed where the project has another environment than this: its resources have the same names."""
    listed = commands.find(gcloud(target, "storage", "ls", f"gs://{target.state_bucket}/{STATES}/")) or ""
    there = [PurePosixPath(line).name for line in listed.split()]
    if there and target.environment not in there:
        raise Failed(f"{target.project} is ENVIRONMENT={there[0]}; {target.environment} needs a project of its own.")
