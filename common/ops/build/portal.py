"""The portal: its packages are installed and its pages built, each only when what they come from has changed."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from common.ops.build.node import NodeFailed, npm, quiet_npm
from common.ops.checkout import CHECKOUT

WEB = CHECKOUT / "web"
BUILT = "dist"
_PACKAGES = "node_modules"
_LOCK = "package-lock.json"
_INSTALLED = Path(_PACKAGES, ".stamp")
_STAMP = ".dist-stamp"
# The guides show their diagrams.
_DOCUMENTS = Path("common", "docs")
_DIAGRAMS = ("diagrams/*.md", "states.md")
_NOT_SOURCES = {BUILT, _PACKAGES, _STAMP}
# A package that is in npm's cache is not asked for again: the lock names its content.
_INSTALL = ("ci", "--prefer-offline", "--no-audit", "--no-fund")


@dataclass(frozen=True)
class _Build:
    """Of the portal in `web`, into the folder `out`, with Vite's `variables`; `stamp` records what it was made of."""

    web: Path
    out: Path
    stamp: Path
    variables: Mapping[str, str] = field(default_factory=dict)


def build_portal(say: Callable[[str], None], web: Path = WEB) -> Path:
    """The folder of the built portal, made or as it is. `say` gets what is being done, if anything is.

    Two that build at the same time take turns. Raises NodeFailed.
    """
    return _built(_Build(web, web / BUILT, web / _STAMP), say)


def build_portal_for(out: Path, variables: Mapping[str, str], say: Callable[[str], None], web: Path = WEB) -> Path:
    """The same as one campus has it, by Vite's `variables`, in the folder `out` outside of the sources."""
    return _built(_Build(web, out.resolve(), out.resolve().with_name(f"{out.name}.stamp"), variables), say)


def _built(build: _Build, say: Callable[[str], None]) -> Path:
    with _alone(build.web):
        sources = _digest(build.web)
        if not _is_built(build, sources):
            _install(build.web, say)
            say("building the portal")
            _build(build, sources)
    return build.out


def run_npm(arguments: list[str], say: Callable[[str], None], web: Path = WEB) -> int:
    """npm in the portal's folder, its packages installed before; its exit code."""
    with _alone(web):
        _install(web, say)
    return npm(arguments, web, _tools(web))


def install_packages(folder: Path, say: Callable[[str], None]) -> None:
    """What the lock in `folder` names, if it is not there yet. Raises NodeFailed."""
    with _alone(folder):
        _install(folder, say)


def _install(web: Path, say: Callable[[str], None]) -> None:
    lock, stamp = web / _LOCK, web / _INSTALLED
    if not lock.is_file():
        raise NodeFailed(f"There is no {_LOCK} in {web.name}/")
    wanted = sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("installing the portal's packages")
    quiet_npm(_INSTALL, web, _tools(web))
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _build(build: _Build, sources: str) -> None:
    """`sources` is the digest from before the build: what was changed meanwhile is built the next time."""
    elsewhere = () if build.out == build.web / BUILT else ("--", "--outDir", str(build.out), "--emptyOutDir")
    quiet_npm(("run", "--silent", "build", *elsewhere), build.web, _tools(build.web), build.variables)
    if not _page(build).is_file():
        raise NodeFailed(f"`npm run build` left no {build.out.name}/index.html")
    build.stamp.write_text(_stamp(build, sources))


def _is_built(build: _Build, sources: str) -> bool:
    return build.stamp.is_file() and _page(build).is_file() and build.stamp.read_text() == _stamp(build, sources)


def _stamp(build: _Build, sources: str) -> str:
    """The start page is part of it, since it names the build's scripts: a build by hand names others."""
    given = f" {json.dumps(dict(build.variables), sort_keys=True)}" if build.variables else ""
    return f"{sources} {sha256(_page(build).read_bytes()).hexdigest()}{given}\n"


def _digest(web: Path) -> str:
    """Of every file that may go into the build, its name and its content."""
    found = sha256()
    for file in sorted(_sources(web)):
        found.update(f"{file.relative_to(web.parent).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    """A file that only declares types is none: nothing of it is left in a build, and builds write such files."""
    tops = (top for top in web.iterdir() if top.name not in _NOT_SOURCES)
    files = [file for top in tops for file in (top.rglob("*") if top.is_dir() else [top])]
    files += [file for form in _DIAGRAMS for file in (web.parent / _DOCUMENTS).glob(form)]
    return (file for file in files if file.is_file() and not file.name.endswith(".d.ts"))


def _page(build: _Build) -> Path:
    return build.out / "index.html"


def _tools(web: Path) -> Path:
    return _local(web) / "node"


def _local(web: Path) -> Path:
    return web.parent / ".local"


@contextmanager
def _alone(web: Path) -> Iterator[None]:
    _local(web).mkdir(exist_ok=True)
    with (_local(web) / "portal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
