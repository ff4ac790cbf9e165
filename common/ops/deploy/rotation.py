"""`make rotate-keys`: one step of a rotation at each call, refused as long as the one before is not everywhere."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from common.ops.deploy import prerequisites
from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.keys import (
    ClockBehind,
    KeySet,
    NotPublished,
    Published,
    Step,
    TooEarly,
    UnknownOrder,
    after,
    ids,
    key_id,
    next_step,
    require_time,
)
from common.ops.deploy.secret_versions import SIGNING_KEYS, Secrets
from common.ops.deploy.target import Target
from common.ops.deploy.terraform import Terraform
from common.platform.auth.keys import new_key
from common.platform.clock import now

OUTPUTS = {"access_minutes", "site_bucket"}
_DONE = {
    Step.ANNOUNCE: "A new key is announced; the old one signs on.",
    Step.SIGN: "The new key signs; the old one is still known.",
    Step.DROP: "The old key is gone; the rotation is complete.",
}


def rotate_keys(target: Target, commands: Commands) -> Step:
    """The step that was taken; raises Failed when it is too early for it."""
    target.require_sound()
    prerequisites.check(target, commands)
    prerequisites.require_state_bucket(target, commands)
    secrets = Secrets(target, commands)
    version = secrets.newest(SIGNING_KEYS)
    if version is None:
        raise target.not_deployed()
    outputs = _outputs(target, commands)
    published = _published(target, commands, outputs["site_bucket"])
    access = timedelta(minutes=int(outputs["access_minutes"]))
    step, keys = _stepped(target, secrets.key_set(version), published, access)
    secrets.add(SIGNING_KEYS, json.dumps(keys))
    commands.say(f"{_DONE[step]} Run {target.make('deploy')} now, which brings it into force.")
    return step


def _stepped(target: Target, keys: KeySet, published: Published, access: timedelta) -> tuple[Step, KeySet]:
    try:
        step = next_step(ids(keys))
        require_time(step, ids(keys), published, now(), access)
        return step, after(step, keys, new_key(key_id(now())))
    except UnknownOrder as unknown:
        raise Failed(str(unknown)) from unknown
    except NotPublished as missing:
        raise Failed(f"The last step is not in force yet: {target.make('deploy')}, then again.") from missing
    except TooEarly as early:
        raise Failed(f"Too early: the last step is not everywhere for another {_duration(early.left)}.") from early
    except ClockBehind as behind:
        raise Failed(
            f"The clock of this machine is behind: a key was made at {behind}. Set it, then again."
        ) from behind


def _duration(left: timedelta) -> str:
    """Minutes and seconds, rounded up, so that a person who waits for it is not refused again."""
    minutes, seconds = divmod(-(-left.total_seconds() // 1), 60)
    return f"{minutes:.0f} min {seconds:02.0f} s"


def _outputs(target: Target, commands: Commands) -> dict[str, str]:
    terraform = Terraform(target, commands)
    terraform.init()
    outputs = terraform.outputs({})
    if not outputs.keys() >= OUTPUTS:
        raise target.not_deployed()
    return outputs


def _published(target: Target, commands: Commands, bucket: str) -> Published:
    """The set in the site's bucket: what the gateway reads."""
    url = f"gs://{bucket}/jwks.json"
    since = commands.find(
        prerequisites.gcloud(target, "storage", "objects", "describe", url, "--format=value(update_time)")
    )
    if since is None:
        return Published()
    shown = json.loads(commands.query(prerequisites.gcloud(target, "storage", "cat", url)))
    return Published(ids(shown), datetime.fromisoformat(since))
