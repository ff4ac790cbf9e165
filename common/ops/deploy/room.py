"""Whether who deploys may, and whether the project has room: asked before anything is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

# The least that a deployment needs; roles/owner has them all.
ROLES = (
    *("apigateway.admin", "artifactregistry.admin", "billing.viewer", "cloudbuild.builds.editor"),
    *("cloudquotas.viewer", "cloudscheduler.admin", "cloudsql.admin", "compute.admin", "datastore.owner"),
    *("eventarc.admin", "iam.serviceAccountAdmin", "iam.serviceAccountUser", "logging.configWriter"),
    *("monitoring.admin", "orgpolicy.policyViewer", "resourcemanager.projectIamAdmin", "run.admin"),
    *("secretmanager.admin", "serviceusage.serviceUsageAdmin", "storage.admin"),
)
# By what Cloud Run calls its quotas: of each service, what all its instances together may take.
_NEEDED: Mapping[str, Callable[[Mapping[str, Any], int], int]] = {
    "CpuAllocPerProjectRegion": lambda function, instances: 1000 * instances,
    "MemAllocPerProjectRegion": lambda function, instances: function["memory"] * 2**20 * instances,
}


def warn_of_missing_roles(target: Target, commands: Commands, account: str) -> None:
    """What comes by a group or by a role of one's own cannot be seen, so this stops nothing."""
    asking = Command(
        ("gcloud", "projects", "get-ancestors-iam-policy", target.project, "--format=json", "--quiet"),
    )
    try:
        shown = commands.find(asking)
    except Failed as refused:
        commands.say(f"  Your roles cannot be asked: {str(refused).splitlines()[0]}")
        return
    given = set(roles_of(account, (row["policy"] for row in json.loads(shown or "[]"))))
    missing = [role for role in ROLES if role not in given]
    if shown and missing and "owner" not in given:
        commands.say(f"  Not given to {account} by name, and needed unless a group has them: {', '.join(missing)}.")


def roles_of(account: str, policies: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Without `roles/`, those that the policies bind to the account by its name."""
    for policy in policies:
        for binding in policy.get("bindings", ()):
            if any(member.partition(":")[2] == account for member in binding.get("members", ())):
                yield binding["role"].removeprefix("roles/")


def require_quotas(target: Target, commands: Commands) -> None:
    """Raises Failed where Cloud Run would refuse a function for what its instances could take in the region."""
    asking = gcloud(target, "beta", "quotas", "info", "list", "--service=run.googleapis.com", "--format=json")
    try:
        shown = commands.find(asking)
    except Failed as refused:
        commands.say(f"  The quotas cannot be asked: {str(refused).splitlines()[0]}")
        return
    allowed = {row["quotaId"]: _in_region(row, target.region()) for row in json.loads(shown or "[]")}
    short = [line for name, need in _needed(target).items() if (line := _short(name, need, allowed.get(name)))]
    if short:
        where = f"https://console.cloud.google.com/iam-admin/quotas?project={target.project}"
        raise Failed("\n".join([*short, f"Ask for more at {where}, or choose a smaller scale."]))


def _needed(target: Target) -> Mapping[str, int]:
    """What the largest service asks for."""
    functions = json.loads((target.terraform / "generated" / "functions.json").read_text())["functions"].values()
    instances = [(function, function["max_instances"] * target.scale()) for function in functions]
    return {name: max(amount(*each) for each in instances) for name, amount in _NEEDED.items()}


def _in_region(quota: Mapping[str, Any], region: str) -> int | None:
    """A quota has one value for each region, or one for all that are not named."""
    for row in quota.get("dimensionsInfos", ()):
        if row.get("dimensions", {}).get("region", region) == region and region in row["applicableLocations"]:
            return int(row["details"]["value"])
    return None


def _short(name: str, need: int, allowed: int | None) -> str:
    enough = allowed is None or allowed < 0 or need <= allowed  # -1 is without a limit
    return "" if enough else f"The quota {name} of Cloud Run is {allowed}, and one function needs {need}."
