"""`make plan` and `make status`: look, and change nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from common.ops.build.tree import tree
from common.ops.deploy import prerequisites
from common.ops.deploy.commands import Command, Commands
from common.ops.deploy.deploying import take_up
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.secret_versions import Secrets
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Terraform

_QUEUE = 'resource.type="cloud_run_revision" AND jsonPayload.event="queue"'
_LANE = "--format=value(jsonPayload.lane,jsonPayload.waiting,jsonPayload.oldest_seconds,jsonPayload.failed)"


def plan(target: Target, commands: Commands) -> None:
    """Of this checkout; Terraform prints it."""
    target.require_sound()
    prerequisites.check(target, commands)
    prerequisites.require_state_bucket(target, commands)
    terraform = Terraform(target, commands, tree().tag)
    take_up(terraform, Secrets(target, commands))
    planned = terraform.plan("look")
    planned.file.unlink(missing_ok=True)
    commands.say(f"  {planned}; nothing was changed. {target.make('deploy')} does it.")


def status(target: Target, commands: Commands) -> None:
    """What is deployed, what waits, what was noticed, and what it has cost."""
    target.require_sound()
    prerequisites.check(target, commands)
    commands.step("Versions")
    for line in _versions(target, commands):
        commands.say(f"  {line}")
    commands.step("Queue (lane, waiting, age of the oldest in seconds, failed within a day)")
    commands.say(_indented(commands.find(gcloud(target, "logging", "read", _QUEUE, "--freshness=3m", _LANE))))
    commands.step("Alerts that are open")
    commands.say(_indented(commands.find(gcloud(target, "alpha", "monitoring", "alerts", "list", *_OPEN))))
    commands.step("Cost")
    commands.say(f"  {_cost(target, commands)}")


_OPEN = ("--filter=state=OPEN", "--format=value(policy.displayName,openTime)")


def _versions(target: Target, commands: Commands) -> list[str]:
    region, ours = f"--region={target.region()}", "--filter=metadata.labels.product=si-aslab"
    listing = gcloud(target, "run", "services", "list", region, ours, "--format=json")
    services: list[dict[str, Any]] = json.loads(commands.find(listing) or "[]")
    images = Counter(each["spec"]["template"]["spec"]["containers"][0]["image"].rpartition(":")[2] for each in services)
    back = [each["metadata"]["name"] for each in services if _is_back(each)]
    here = tree().tag
    lines = [f"{count} services run image {tag}{' (this checkout)' * (tag == here)}" for tag, count in images.items()]
    return [*lines, *([f"rolled back: {', '.join(back)}"] if back else [])]


def _is_back(service: dict[str, Any]) -> bool:
    return not any(each.get("latestRevision") and each.get("percent") for each in service["status"]["traffic"])


def _cost(target: Target, commands: Commands) -> str:
    """No command knows the bill of this month: the budget and the console do."""
    shown = ("gcloud", "billing", "projects", "describe", target.project, "--format=value(billingAccountName)")
    account = (commands.find(Command((*shown, "--quiet"))) or "").rpartition("/")[2]
    where = f"https://console.cloud.google.com/billing/{account}/reports;projects={target.project}"
    return f"This month so far: {where}" if account else "The billing account is not yours to see."


def _indented(text: str | None) -> str:
    return "\n".join(f"  {line}" for line in (text or "none").splitlines())
