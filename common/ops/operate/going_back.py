"""`make rollback`: the traffic of every service back to its last revision; and a deployment of a version."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from common.ops.deploy import prerequisites
from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

# Of a service of Cloud Run, by the gcloud of its first version's API.
_SERVICE = "serving.knative.dev/service"
_IMAGE = re.compile(r"[0-9a-f]{16}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


def roll_back(target: Target, commands: Commands) -> None:
    """It holds until the next deployment, which sends everything to the newest again."""
    target.require_sound()
    prerequisites.check(target, commands)
    commands.step("Traffic to the last revisions")
    moved, revisions = 0, _revisions(target, commands)
    for service in _listed(target, commands, "services", "--filter=metadata.labels.product=si-aslab"):
        name = service["metadata"]["name"]
        current = next((each["revisionName"] for each in service["status"]["traffic"] if each.get("percent")), "")
        earlier = earlier_revision(revisions[name], current)
        if earlier:
            to = (name, f"--to-revisions={earlier}=100", f"--region={target.region()}")
            commands.run(gcloud(target, "run", "services", "update-traffic", *to))
            moved += 1
    if not moved and not commands.dry:
        raise Failed("No service has an earlier revision with another image.")
    commands.say(f"{moved} services went back. It holds until the next {target.make('deploy')}")


def earlier_revision(revisions: Sequence[Mapping[str, Any]], current: str) -> str | None:
    """The newest one that is older than `current`, was ever ready, and runs another image."""
    newest = sorted(revisions, key=lambda one: str(one["metadata"]["creationTimestamp"]), reverse=True)
    names = [one["metadata"]["name"] for one in newest]
    if current not in names:
        return None
    image, older = _image(newest[names.index(current)]), newest[names.index(current) + 1 :]
    return next((one["metadata"]["name"] for one in older if _is_ready(one) and _image(one) != image), None)


def _image(revision: Mapping[str, Any]) -> str:
    return str(revision["spec"]["containers"][0]["image"])


def _is_ready(revision: Mapping[str, Any]) -> bool:
    """One without traffic is retired, which is no fault; one that never started has failed its health check."""
    found = {each["type"]: each["status"] for each in revision["status"]["conditions"]}
    return found.get("ContainerHealthy", found.get("Ready")) == "True"


def _revisions(target: Target, commands: Commands) -> Mapping[str, list[Mapping[str, Any]]]:
    found = defaultdict[str, list[Mapping[str, Any]]](list)
    for revision in _listed(target, commands, "revisions"):
        found[revision["metadata"]["labels"][_SERVICE]].append(revision)
    return found


def _listed(target: Target, commands: Commands, what: str, *options: str) -> list[dict[str, Any]]:
    listing = ("run", what, "list", f"--region={target.region()}", *options, "--format=json")
    found: list[dict[str, Any]] = json.loads(commands.query(gcloud(target, *listing), "[]") or "[]")
    return found


def is_image(version: str) -> bool:
    """Whether it names an image that is kept, else it is a tag or a commit of git."""
    return bool(_IMAGE.fullmatch(version))


def deploy_version(target: Target, commands: Commands, version: str, yes: str) -> None:
    """The checkout of `version` deploys itself, from a folder of its own."""
    target.require_sound()
    if not _VERSION.fullmatch(version):
        raise Failed(f"VERSION={version} is no tag of git and no image.")
    folder = target.folder / "versions" / version.replace("/", "-")
    commands.step(f"Version {version}")
    if not folder.exists():
        commands.run(Command(("git", "worktree", "add", "--force", "--detach", str(folder), version)))
    variables = {"PROJECT": target.project, "DOMAIN": target.domain, "ENVIRONMENT": target.environment, "YES": yes}
    commands.run(Command(("make", "-C", str(folder), "deploy"), variables=variables))
