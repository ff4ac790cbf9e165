"""Terraform: each change is planned into a file first, looked at, and applied as it was planned."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.ops.deploy import prerequisites
from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.data import holds_data
from common.ops.deploy.target import Target

_FOLDER = "-chdir=terraform"
_TOLD = 8  # addresses in a question; the plan before it names them all
# Made by the first init, and kept with the code from then on.
_LOCK = ".terraform.lock.hcl"
_ALARM = ("billing_account", "currency")
_IDLE = {"no-op", "read"}
# A state for a dry run: something that holds data, and something that does not.
_UNSEEN = [
    {"mode": "managed", "type": kind, "address": f"{kind}.{name}"}
    for kind, name in (("google_sql_database_instance", "<each with data>"), ("<each>", "<without data>"))
]
_UNSEEN_STATE = json.dumps({"values": {"root_module": {"resources": _UNSEEN}}})


@dataclass(frozen=True)
class Plan:
    """`name` is printed; `file` is what is applied. Addresses by what happens to them; a replacement is in both."""

    name: str
    file: Path
    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    outputs: bool = False
    unknown: bool = False

    @property
    def empty(self) -> bool:
        return not (self.made or self.changed or self.removed or self.outputs or self.unknown)

    def __str__(self) -> str:
        counts = f"{len(self.made)} to make, {len(self.changed)} to change, {len(self.removed)} to take away"
        more = [f"and {len(self.removed) - _TOLD} more"] if len(self.removed) > _TOLD else []
        return counts + (f": {', '.join([*self.removed[:_TOLD], *more])}" if self.removed else "")


class Terraform:
    """`image` is the tag of the one to run, if any; `instance` the database's, where a restore has made another.

    `public` are the variables that only a deployment knows. They are no secrets, but long. `alarm` are those of the
    cost alarm, which stays on whoever deploys.
    """

    def __init__(self, target: Target, commands: Commands, image: str = "") -> None:
        self._target, self._commands, self._image = target, commands, image
        self.public: dict[str, str] = {}
        self.instance = ""
        self.alarm: dict[str, str] = {}

    def init(self) -> None:
        prerequisites.require_environment(self._target, self._commands)
        state = {"bucket": self._target.state_bucket, "prefix": self._target.state_prefix}
        options = [f"-backend-config={name}={value}" for name, value in state.items()]
        self._commands.run(self._command("init", "-reconfigure", *options))
        if not self._commands.dry and not (self._target.terraform / _LOCK).is_file():
            self._commands.say(f"  terraform/{_LOCK} is not kept: the next init may take other providers.")

    def plan(self, name: str, *options: str, data_may_go: bool = False) -> Plan:
        """Raises Failed, before anything has changed, where it would take data away."""
        file = self._target.folder / "deploy" / f"{name}.tfplan"
        if not self._commands.dry:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._commands.run(self._command("plan", f"-out={file}", *self._variables(), *options))
        shown = self._commands.query(_shown(file))
        plan = _read(name, file, json.loads(shown)) if shown else Plan(name, file, unknown=True)
        lost = [address for address in plan.removed if holds_data(address)]
        if lost and not data_may_go:
            file.unlink(missing_ok=True)
            raise Failed(f"This would destroy data: {', '.join(lost)}. Nothing was changed.")
        return plan

    def apply(self, plan: Plan) -> None:
        try:
            self._commands.run(self._command("apply", str(plan.file)))
        finally:
            plan.file.unlink(missing_ok=True)

    def outputs(self, unseen: Mapping[str, str]) -> dict[str, str]:
        """As text; in a dry run `unseen`."""
        shown = self._commands.query(Command(("terraform", _FOLDER, "output", "-json")))
        found = {name: str(output["value"]) for name, output in json.loads(shown).items()} if shown else dict(unseen)
        self.instance = found.get("database_name", self.instance) if shown else ""
        # A part that was applied has no outputs of the rest.
        self.alarm = {name: found[name] for name in _ALARM if shown and found.get(name)} or self.alarm
        return found

    def resources(self) -> list[dict[str, Any]]:
        """What there is, as the state knows it, with what each depends on."""
        shown = self._commands.query(Command(("terraform", _FOLDER, "show", "-json")), _UNSEEN_STATE)
        root = json.loads(shown or "{}").get("values", {}).get("root_module", {})
        return [resource for resource in root.get("resources", []) if resource["mode"] == "managed"]

    def forget(self, addresses: Sequence[str]) -> None:
        """They go on, and the state knows nothing of them any more."""
        self._commands.run(Command(("terraform", _FOLDER, "state", "rm", *addresses)))

    def _command(self, verb: str, *options: str) -> Command:
        environment = {f"TF_VAR_{name}": value for name, value in self.public.items()} if verb == "plan" else {}
        return Command(("terraform", _FOLDER, verb, "-input=false", "-no-color", *options), variables=environment)

    def _variables(self) -> Sequence[str]:
        here = self._target
        given = {"project": here.project, "environment": here.environment, "domain": here.domain, "image": self._image}
        given |= {"database_instance": self.instance, **({} if here.gives("billing_account") else self.alarm)}
        # A domain may also stand in the file.
        own = [f"-var-file={here.own}"] if here.own.is_file() else []
        return [f"-var-file={here.tfvars}", *own, *(f"-var={name}={value}" for name, value in given.items() if value)]


def _shown(file: Path) -> Command:
    return Command(("terraform", _FOLDER, "show", "-json", str(file)))


def _read(name: str, file: Path, plan: Mapping[str, Any]) -> Plan:
    changes = [(row["address"], set(row["change"]["actions"])) for row in plan.get("resource_changes", [])]
    outputs = [set(change["actions"]) for change in plan.get("output_changes", {}).values()]
    return Plan(
        name,
        file,
        made=tuple(address for address, actions in changes if "create" in actions),
        changed=tuple(address for address, actions in changes if "update" in actions),
        removed=tuple(address for address, actions in changes if "delete" in actions),
        outputs=any(not actions <= _IDLE for actions in outputs),
    )
