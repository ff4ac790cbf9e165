"""The image that all steps and the migration run from: Cloud Build makes it for a content that has none yet."""

from __future__ import annotations

import json
from collections.abc import Mapping

from common.ops.build.tree import CONFIG, Tree
from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

Outputs = Mapping[str, str]
# Triggers whose events wait in a subscription for the function to end.
_EVENTS = {"upload", "document"}


def build_image(target: Target, commands: Commands, outputs: Outputs, code: Tree | str) -> None:
    """`outputs` are those of the foundation alone; `code` may be the tag of an image that is kept."""
    tag = code if isinstance(code, str) else code.tag
    image = f"{outputs['image']}:{tag}"
    looking = ("artifacts", "docker", "tags", "list", outputs["image"], "--format=value(tag.basename())")
    if tag in (commands.find(gcloud(target, *looking)) or "").split():
        return
    if isinstance(code, str):
        raise Failed(f"There is no image {tag} any more: VERSION=tag-of-git builds it again.")
    folder = code.folder(target.build)
    account = f"projects/{target.project}/serviceAccounts/{outputs['build_account']}"
    # No region is named: most refuse a new project.
    building = (
        f"--config={folder / CONFIG}",
        f"--substitutions=_IMAGE={image}",
        f"--service-account={account}",
        f"--gcs-source-staging-dir=gs://{outputs['build_bucket']}/source",
        "--suppress-logs",
    )
    commands.run(gcloud(target, "builds", "submit", str(folder), *building))


def give_events_time(target: Target, commands: Commands, outputs: Outputs) -> None:
    """An event that is worked on is not brought again: its subscription waits as long as the functions may take."""
    seconds = _longest(target)
    for subscription in outputs.get("event_subscriptions", "").split():
        looking = ("pubsub", "subscriptions", "describe", subscription, "--format=value(ackDeadlineSeconds)")
        if commands.find(gcloud(target, *looking)) != seconds:
            commands.run(gcloud(target, "pubsub", "subscriptions", "update", subscription, f"--ack-deadline={seconds}"))


def _longest(target: Target) -> str:
    listed = json.loads((target.terraform / "generated" / "functions.json").read_text())["functions"].values()
    waited = [row["timeout"] for row in listed if _EVENTS & {trigger["kind"] for trigger in row["triggers"]}]
    return str(max(waited))
