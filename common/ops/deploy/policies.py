"""What an organisation forbids: asked before anything is made, since a plan knows nothing of it.

Organisations made since May 2024 have some of these on by default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

Rules = Sequence[Mapping[str, Any]]
_PUBLIC = "the portal and its keys lie in a bucket that everybody may read"
_ADDRESS = "the database has an address, unless private_database = true stands in the campus's values"
# With it the database has an address in a network of its own.
_PRIVATE = "private_database"
_HOW = "Who administers the organisation makes an exception for this project"


def _is_enforced(rules: Rules, region: str) -> bool:
    return any(rule.get("enforce") for rule in rules)


def _is_narrowed(rules: Rules, region: str) -> bool:
    """A list of what is allowed has no room for everybody."""
    return any(rule.get("denyAll") or rule.get("values", {}).get("allowedValues") for rule in rules)


def _is_elsewhere(rules: Rules, region: str) -> bool:
    """By groups of regions such as in:asia-locations, which are named after what regions begin with."""
    allowed = [value for rule in rules for value in rule.get("values", {}).get("allowedValues", ())]
    near = (region, f"in:{region}-locations", f"in:{region.partition('-')[0]}-locations")
    return any(rule.get("denyAll") for rule in rules) or bool(allowed and not set(near) & set(allowed))


_FORBIDS: Mapping[str, tuple[Callable[[Rules, str], bool], str]] = {
    "iam.allowedPolicyMemberDomains": (_is_narrowed, _PUBLIC),
    "iam.managed.allowedPolicyMembers": (_is_enforced, _PUBLIC),
    "storage.publicAccessPrevention": (_is_enforced, _PUBLIC),
    "sql.restrictPublicIp": (_is_enforced, _ADDRESS),
    "gcp.resourceLocations": (_is_elsewhere, "functions, database and files are in {region}"),
}


def require_allowed(target: Target, commands: Commands) -> None:
    """Raises Failed with the policies that stand in the way. Who may not ask is warned."""
    found = []
    given = {name: rule for name, rule in _FORBIDS.items() if rule[1] != _ADDRESS or not target.gives(_PRIVATE, "true")}
    for name, (forbids, because) in given.items():
        asking = gcloud(target, "org-policies", "describe", name, "--effective", "--format=json")
        try:
            shown = commands.find(asking)
        except Failed as refused:
            commands.say(f"  The organisation's policies cannot be asked: {str(refused).splitlines()[0]}")
            return
        rules = json.loads(shown or "{}").get("spec", {}).get("rules", [])
        if forbids(rules, target.region()):
            found.append(f"{name} forbids what is needed: {because.format(region=target.region())}.")
    if found:
        raise Failed("\n".join([*found, f"{_HOW} (gcloud org-policies set-policy), then again."]))
