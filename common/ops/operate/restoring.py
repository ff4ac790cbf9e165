"""`make restore`: the database as it was at a moment, on a new instance, and what did not go back put right.

Each step looks first and does what is missing, so that the same command goes on where it was broken off.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from common.ops.deploy import migration, prerequisites
from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.deploying import deploy, stage, take_up
from common.ops.deploy.images import build_image
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.secret_versions import Secrets
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Terraform
from common.platform import clock

Agree = Callable[[str], None]
_DATABASE = ("google_sql_database_instance.aslab", "google_sql_database.aslab", "google_sql_user.iam")
_JOBS = "-target=google_cloud_run_v2_job.operation"


@dataclass
class Restore:
    """`old` and `new` are names of instances."""

    target: Target
    commands: Commands
    agree: Agree
    at: datetime
    delete_unknown: bool
    terraform: Terraform
    old: str = ""

    @property
    def moment(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def new(self) -> str:
        return f"aslab-{self.at:%Y%m%d-%H%M%S}"

    def gcloud(self, *words: str) -> Command:
        return gcloud(self.target, *words)


def restore(target: Target, commands: Commands, agree: Agree, at: str, *, delete_unknown: bool) -> None:
    """`agree` gets sentences on what comes, and raises Failed when that is not wanted."""
    target.require_sound()
    moment = _moment(at)
    commands.step("Tools, project and rights")
    prerequisites.check(target, commands)
    prerequisites.require_state_bucket(target, commands)
    code = stage(target, commands)
    terraform = Terraform(target, commands, code.tag)
    outputs = take_up(terraform, Secrets(target, commands))
    if not outputs.get("database_name"):
        raise target.not_deployed()
    build_image(target, commands, outputs, code)
    going = Restore(target, commands, agree, moment, delete_unknown, terraform, outputs["database_name"])
    agree(f"{going.old} goes back to {going.moment} as {going.new}; what came after that moment is lost")
    for title, step in STEPS.items():
        commands.step(title)
        step(going)
    commands.say(f"The old instance stays, and costs: gcloud sql instances delete {going.old}")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Failed("To which moment? AT=2026-11-29T03:00:00Z") from None
    if found.tzinfo is None or found >= clock.now():
        raise Failed(f"AT={text} has no zone, or is still to come.")
    return found.astimezone(UTC)


def close(it: Restore) -> None:
    """Nothing acts on old data: no schedule, and no request from outside."""
    for job in _jobs(it):
        it.commands.run(it.gcloud("scheduler", "jobs", "pause", job, f"--location={it.target.region()}"))
    for name in _services(it.target):
        shut = ("--ingress=internal", f"--region={it.target.region()}")
        it.commands.run(it.gcloud("run", "services", "update", name, *shut))


def clone(it: Restore) -> None:
    """A new instance beside the old one, which stays as it is."""
    state = it.commands.find(it.gcloud("sql", "instances", "list", f"--filter=name={it.new}", "--format=value(state)"))
    if not state:
        it.commands.run(it.gcloud("sql", "instances", "clone", it.old, it.new, f"--point-in-time={it.moment}"))
    elif state != "RUNNABLE":
        raise Failed(f"{it.new} is {state} still: wait, then the same command again.")


def take_over(it: Restore) -> None:
    """Terraform forgets the old instance and takes the new one in; its name stays in the state from now on."""
    noted = it.target.folder / "deploy" / f"{it.new}.json"
    rows = [row for row in it.terraform.resources() if row["address"].partition("[")[0] in _DATABASE]
    if rows and it.old != it.new:
        noted.parent.mkdir(parents=True, exist_ok=True)
        noted.write_text(json.dumps({row["address"]: _id(it, row) for row in rows}))
        it.terraform.forget([row["address"] for row in rows])
    it.terraform.instance = it.new
    ids = json.loads(noted.read_text()) if noted.exists() else {}
    blocks = it.target.terraform / "restored.tf"
    try:
        blocks.write_text("".join(f'import {{\n  to = {to}\n  id = "{by}"\n}}\n' for to, by in ids.items()))
        plan = it.terraform.plan("restore", _JOBS)
        it.agree(str(plan))
        it.terraform.apply(plan)
    finally:
        blocks.unlink(missing_ok=True)
    noted.unlink(missing_ok=True)


def _id(it: Restore, row: Mapping[str, Any]) -> str:
    """By which the provider imports it."""
    instance = f"projects/{it.target.project}/instances/{it.new}"
    match row["type"]:
        case "google_sql_database_instance":
            return instance
        case "google_sql_database":
            return f"{instance}/databases/{row['values']['name']}"
    return f"{it.target.project}/{it.new}/{row['values']['name']}"


def bring_up(it: Restore) -> None:
    """The schema may be older than the code, and rights belong to users."""
    migration.run_job(it.target, it.commands, migration.SCHEMA)


def put_right(it: Restore) -> None:
    """common/ops/recovery/restored.py, in the job that reaches the new instance."""
    words = ["put-right", "--at", it.moment, *(["--delete-unknown"] if it.delete_unknown else [])]
    migration.run_job(it.target, it.commands, migration.FIRST_ADMIN, words)
    named = f'resource.type="cloud_run_job" AND resource.labels.job_name="{migration.FIRST_ADMIN}"'
    reading = ("logging", "read", named, "--freshness=1h", "--order=asc", "--format=value(textPayload)")
    it.commands.say(it.commands.query(it.gcloud(*reading)))


def open_again(it: Restore) -> None:
    """A deployment puts the services back; the jobs are resumed."""
    deploy(it.target, it.commands, it.agree)
    for job in _jobs(it):
        it.commands.run(it.gcloud("scheduler", "jobs", "resume", job, f"--location={it.target.region()}"))


def _jobs(it: Restore) -> Sequence[str]:
    listing = ("scheduler", "jobs", "list", f"--location={it.target.region()}", "--format=value(name.basename())")
    return (it.commands.find(it.gcloud(*listing)) or "").split()


def _services(target: Target) -> list[str]:
    """Those that are called from outside."""
    listed = json.loads((target.terraform / "generated" / "functions.json").read_text())["functions"]
    return [name.replace("_", "-") for name, row in listed.items() if row["kind"] == "http"]


STEPS: Mapping[str, Callable[[Restore], None]] = {
    "The campus is closed": close,
    "A new instance": clone,
    "Terraform takes it over": take_over,
    "Schema and rights": bring_up,
    "What did not go back": put_right,
    "The campus is opened": open_again,
}
