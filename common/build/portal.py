"""The portal: its packages are installed and its pages built, each only when what they come from has changed."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from common.build.node import NodeFailed, npm, quiet_npm

WEB = Path(__file__).resolve().parents[2] / "web"
BUILT = "dist"
_PACKAGES = "node_modules"
_LOCK = "package-lock.json"
_INSTALLED = Path(_PACKAGES, ".stamp")
_STAMP = ".dist-stamp"
_NOT_SOURCES = {BUILT, _PACKAGES, _STAMP}
# A package that is in npm's cache is not asked for again: the lock names its content.
_INSTALL = ("ci", "--prefer-offline", "--no-audit", "--no-fund")


def build_portal(tell: Callable[[str], None], web: Path = WEB) -> Path:
    """The folder of the built portal, made or as it is. `tell` hears what is being done, if anything is.

    Two that build at the same time take turns. Raises NodeFailed.
    """
    with _alone(web):
        sources = _digest(web)
        if not _is_built(web, sources):
            _install(web, tell)
            tell("building the portal")
            _build(web, sources)
    return web / BUILT


def run_npm(arguments: list[str], tell: Callable[[str], None], web: Path = WEB) -> int:
    """npm in the portal's folder, its packages installed before; its exit code."""
    with _alone(web):
        _install(web, tell)
    return npm(arguments, web, _tools(web))


def _install(web: Path, tell: Callable[[str], None]) -> None:
    lock, stamp = web / _LOCK, web / _INSTALLED
    if not lock.is_file():
        raise NodeFailed(f"There is no {_LOCK} in {web.name}/")
    wanted = sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    tell("installing the portal's packages")
    quiet_npm(_INSTALL, web, _tools(web))
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _build(web: Path, sources: str) -> None:
    """`sources` is the digest from before the build: what was changed meanwhile is built the next time."""
    quiet_npm(("run", "--silent", "build"), web, _tools(web))
    if not _page(web).is_file():
        raise NodeFailed(f"`npm run build` left no {BUILT}/index.html")
    (web / _STAMP).write_text(_stamp(web, sources))


def _is_built(web: Path, sources: str) -> bool:
    stamp = web / _STAMP
    return stamp.is_file() and _page(web).is_file() and stamp.read_text() == _stamp(web, sources)


def _stamp(web: Path, sources: str) -> str:
    """The start page is part of it, since it names the build's scripts: a build by hand is told from ours."""
    return f"{sources} {sha256(_page(web).read_bytes()).hexdigest()}\n"


def _digest(web: Path) -> str:
    """Of every file that may go into the build, its name and its content."""
    found = sha256()
    for file in sorted(_sources(web)):
        found.update(f"{file.relative_to(web).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    """A file that only declares types is none: nothing of it is left in a build, and builds write such files."""
    tops = (top for top in web.iterdir() if top.name not in _NOT_SOURCES)
    files = (file for top in tops for file in (top.rglob("*") if top.is_dir() else [top]))
    return (file for file in files if file.is_file() and not file.name.endswith(".d.ts"))


def _page(web: Path) -> Path:
    return web / BUILT / "index.html"


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
