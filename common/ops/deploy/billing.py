"""The cost alarm: on where the account that pays is known and may be watched."""

from __future__ import annotations

import json

from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.room import roles_of
from common.ops.deploy.target import Target

_MAY_WATCH = {"billing.admin", "billing.costsManager"}


def cost_alarm(target: Target, commands: Commands, account: str) -> dict[str, str]:
    """Terraform's variables for it; none where the campus gives its own, or where no alarm can be made."""
    if target.gives("billing_account"):
        return {}
    asked = ("projects", "describe", target.project, "--format=value(billingAccountName)")
    try:
        bill = (commands.find(_billing(*asked)) or "").rpartition("/")[2]
        return _watched(commands, bill, account) if bill else {}
    except Failed as refused:
        commands.say(f"  No cost alarm: {str(refused).splitlines()[0]}")
        return {}


def _watched(commands: Commands, bill: str, account: str) -> dict[str, str]:
    policy = json.loads(commands.find(_billing("accounts", "get-iam-policy", bill, "--format=json")) or "{}")
    if not _MAY_WATCH & set(roles_of(account, [policy])):
        commands.say(f"  No cost alarm: {account} is not given billing.costsManager on {bill} by name.")
        return {}
    currency = commands.find(_billing("accounts", "describe", bill, "--format=value(currencyCode)")) or ""
    return {"billing_account": bill, "currency": currency}


def _billing(*words: str) -> Command:
    return Command(("gcloud", "billing", *words, "--quiet"))
