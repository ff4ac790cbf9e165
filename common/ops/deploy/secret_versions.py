"""The secrets of a deployment. A value only ever goes through a pipe: no command line, no file, no output has it."""

from __future__ import annotations

import json
from typing import Any

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.keys import KeySet, key_id
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.target import Target
from common.platform.auth.keys import new_key
from common.platform.clock import now
from common.platform.settings import SECRETS, settings

SIGNING_KEYS = "signing_keys"
# By setting: what is off as long as it has no value.
_OPTIONAL = {
    "smtp_password": "a mail server that asks for a password will refuse",
    "whatsapp_token": "WhatsApp stays off",
    "campus_client_secret": "a campus's sign-in server that asks for a secret will refuse",
    "certificate_key": "certificates wait until they can be signed",
    "badge_keys": "certificates are not given out as digital badges",
}
_READABLE = 2
# What a first deployment has.
FIRST = {SIGNING_KEYS: "1"}


def secret_id(setting: str) -> str:
    return setting.replace("_", "-")


class Secrets:
    """The versions in Secret Manager; the newest one that is enabled counts."""

    def __init__(self, target: Target, commands: Commands) -> None:
        self._target, self._commands = target, commands

    def newest(self, setting: str) -> str | None:
        """The number of the version, None without any."""
        return next(iter(self._enabled(setting, "--limit=1")), None)

    def _enabled(self, setting: str, *limit: str) -> list[str]:
        """The numbers of the versions that can be read, the newest first."""
        order = ("--filter=state=ENABLED", "--sort-by=~createTime", *limit, "--format=value(name.basename())")
        listing = gcloud(self._target, "secrets", "versions", "list", secret_id(setting), *order)
        return (self._commands.find(listing) or "").split()

    def versions(self) -> dict[str, str]:
        """Of each setting that has one."""
        found = {setting: self.newest(setting) for setting in SECRETS}
        return {setting: version for setting, version in found.items() if version}

    def require_place(self, setting: str) -> None:
        """Raises Failed where nothing has been deployed that could have a value."""
        found = gcloud(self._target, "secrets", "describe", secret_id(setting), "--format=value(name)")
        if self._commands.find(found) is None:
            raise self._target.not_deployed()

    def value(self, setting: str, version: str) -> str:
        reading = ("secrets", "versions", "access", version, f"--secret={secret_id(setting)}")
        return self._commands.query(gcloud(self._target, *reading))

    def add(self, setting: str, value: str) -> None:
        adding = ("secrets", "versions", "add", secret_id(setting), "--data-file=-")
        self._commands.run(gcloud(self._target, *adding, stdin=value))

    def disable_old(self) -> None:
        """The newest is in force, and the one before is there to go back to; what is older nobody reads any more."""
        for setting in SECRETS:
            for version in self._enabled(setting)[_READABLE:]:
                disabling = ("secrets", "versions", "disable", version, f"--secret={secret_id(setting)}")
                self._commands.run(gcloud(self._target, *disabling))

    def key_set(self, version: str | None) -> KeySet:
        """The signing keys of that version; without one a new set, which is nowhere yet."""
        if version is None:
            return {"keys": [new_key(key_id(now()))]}
        found: dict[str, Any] = json.loads(self.value(SIGNING_KEYS, version))
        return found

    def add_first(self, versions: dict[str, str], keys: KeySet) -> None:
        """A version for each secret that has none and for which there is a value; says what stays off."""
        if SIGNING_KEYS not in versions:
            self._add_first_keys(keys)
        for setting, off in _OPTIONAL.items():
            given = getattr(settings(), setting)
            if setting not in versions and given:
                self.add(setting, given)
            elif setting not in versions:
                later = self._target.make("secret", f"NAME={secret_id(setting)}")
                self._commands.say(f"  {secret_id(setting)} has no value: {off}. Later: {later}")

    def _add_first_keys(self, keys: KeySet) -> None:
        """Asks once more: keys that sign already, and were not seen or not there before, are not to be replaced."""
        if self.newest(SIGNING_KEYS):
            raise Failed("The signing keys have come to be meanwhile, by another deployment. The same command goes on.")
        self.add(SIGNING_KEYS, json.dumps(keys))


def require_optional(target: Target, name: str) -> str:
    """The setting of the secret `name`; raises Failed for one that nobody enters."""
    setting = name.replace("-", "_")
    if setting == SIGNING_KEYS:
        raise Failed(f"The signing keys are made, never entered: {target.make('rotate-keys')}")
    if setting not in _OPTIONAL:
        raise Failed(f"NAME={name}: the secrets are {', '.join(map(secret_id, _OPTIONAL))}.")
    return setting
