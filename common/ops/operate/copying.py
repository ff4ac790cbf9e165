"""`make backup-out PROJECT=…`: the job writes into a bucket, and from there everything is fetched into a folder."""

from __future__ import annotations

from pathlib import Path

from common.ops.deploy import migration, prerequisites
from common.ops.deploy.commands import Command, Commands, Failed
from common.ops.deploy.target import Target
from common.platform import clock

_PRIVATE = 0o700


def back_up(target: Target, commands: Commands, to: str) -> None:
    """Only the job reaches the database; what it wrote leaves the bucket by itself after a day."""
    target.require_sound()
    if not to:
        raise Failed("Into which folder? TO=folder")
    prerequisites.check(target, commands)
    source = f"gs://{target.project}-copies/{clock.now():%Y%m%d-%H%M%S}"
    commands.step(f"A copy in {source}")
    migration.run_job(target, commands, migration.FIRST_ADMIN, ["backup-out", "--to", source])
    commands.step(f"Into {to}")
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_PRIVATE)
    commands.run(Command(("gcloud", "storage", "rsync", "--recursive", source, str(folder), "--quiet")))
    commands.say("It holds names, addresses and hashes of passwords: encrypt it, and lock it away.")
