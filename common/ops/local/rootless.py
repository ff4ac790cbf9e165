"""Starting a program that refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from common.ops.local.parts import PartDied


@dataclass(frozen=True)
class Identity:
    """Who a program runs as: what is put before its command, and the user and group it is dropped to."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def command(self, *words: str) -> list[str]:
        return [*self.prefix, *words]

    def options(self) -> dict[str, Any]:
        """Arguments for `subprocess` that drop to the user."""
        return {} if self.user is None else {"user": self.user, "group": self.group, "extra_groups": []}

    def may(self, *words: str) -> bool:
        """Whether the command can be run, and ends well."""
        try:
            done = subprocess.run(
                self.command(*words), check=False, capture_output=True, cwd="/", env={}, **self.options()
            )
        except OSError:
            return False
        return done.returncode == 0

    def own(self, folder: Path) -> None:
        """Give `folder` and all in it to the user; does nothing where it is so already, or where we are not root."""
        user = os.geteuid() if self.user is None else self.user
        group = os.getegid() if self.group is None else self.group
        if os.geteuid() == 0 and folder.stat().st_uid != user:
            for path in _all_in(folder):
                os.chown(path, user, group, follow_symlinks=False)


OURSELVES = Identity()


def _all_in(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.rglob("*")


@cache
def unprivileged() -> Identity:
    """Whom to run a server as that refuses root.

    1. An ordinary user: as ourselves.
    2. Root: in a user namespace where root has another name. No owner changes, and a closed home does no harm.
    3. Where there is no such namespace: as the user `nobody`.
    """
    if os.geteuid() != 0:
        return OURSELVES
    renamed = renamed_root()
    return renamed if renamed.may("true") else nobody()


def renamed_root() -> Identity:
    # initdb looks its own user up by number: `nobody` is in every password file, 1000 is not.
    user = _nobody()
    return Identity(("unshare", "-U", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}"))


def nobody() -> Identity:
    user = _nobody()
    return Identity(user=user.pw_uid, group=user.pw_gid)


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def reachable_copy(identity: Identity, program: Path, packages: Path, names: tuple[str, ...], to: Path) -> Path:
    """`program` of the folder `packages`, or the same in `to` where `identity` may not reach the first.

    `names` are the folders of `packages` that belong together; they stay side by side, since programs find
    their libraries by the way from the one to the other. Raises PartDied where `to` is out of reach as well.
    """
    if identity.may(str(program), "--version"):
        return program
    if not identity.may("test", "-x", str(to)):
        raise PartDied(
            f"PostgreSQL does not run as root, and the user nobody may not enter {to}: "
            "run as an ordinary user, or set DATABASE_URL to a server of your own"
        )
    for name in names:
        shutil.copytree(packages / name, to / name, dirs_exist_ok=True)
    return to / program.relative_to(packages)
