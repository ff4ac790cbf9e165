"""The images of the functions and of the migration: Cloud Build makes those whose content has none yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from common.ops.build import Archive
from common.ops.build.functions import MIGRATE, function_names
from common.ops.deploy.commands import Command, Commands
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target

Outputs = Mapping[str, str]
UNSEEN_DIGEST = "<digest>"
_TAG = 16  # letters of the digest, as in terraform/
# No region is named: most refuse a new project. About ten are built at once, for everybody in it.
_AT_ONCE = 5
_BUILDER = "gcr.io/buildpacks/builder:google-22"
_TARGET = "GOOGLE_FUNCTION_TARGET=entry"
# Triggers whose events wait in a subscription for the function to end.
_EVENTS = {"upload", "document"}


def unseen_archives(target: Target) -> list[Archive]:
    """What a dry run takes for the archives, which it does not make."""
    staged = target.archives / "staged"
    return [Archive(name, staged / name, staged, UNSEEN_DIGEST) for name in [*function_names(), MIGRATE]]


def build_images(target: Target, commands: Commands, outputs: Outputs, archives: Sequence[Archive]) -> None:
    """Several at once. `outputs` are those of the foundation alone."""
    registry = outputs["migrate_image"].rpartition("/")[0]
    looking = ("artifacts", "docker", "tags", "list", registry, "--format=value(image,tag.basename())")
    there = {":".join(line.split()) for line in (commands.find(gcloud(target, *looking)) or "").splitlines()}
    images = {f"{registry}/{archive.name}:{archive.digest[:_TAG]}": archive for archive in archives}
    _run([_build(target, outputs, name, images[name]) for name in images if name not in there], commands)


def _build(target: Target, outputs: Outputs, image: str, archive: Archive) -> Command:
    account = f"projects/{target.project}/serviceAccounts/{outputs['build_account']}"
    bucket = f"gs://{outputs['build_bucket']}"
    # The migration is a program, which its Procfile names; everything else is a function.
    pack = [f"image={image}", f"builder={_BUILDER}", *([] if archive.name == MIGRATE else [f"env={_TARGET}"])]
    building = (
        f"--pack={','.join(pack)}",
        f"--service-account={account}",
        f"--gcs-source-staging-dir={bucket}/source",
        f"--gcs-log-dir={bucket}/logs",
        "--suppress-logs",
    )
    return gcloud(target, "builds", "submit", str(archive.folder), *building)


def _run(builds: Sequence[Command], commands: Commands) -> None:
    """The first that fails ends it; those that are under way are waited for, since they would go on anyway."""
    pool = ThreadPoolExecutor(1 if commands.dry else _AT_ONCE)
    try:
        list(pool.map(commands.run, builds))
    finally:
        pool.shutdown(cancel_futures=True)


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
