"""Started in a fresh Python without an environment: imports every module of ours, and prints what that did.

    imported.py CHECKOUT MODULE...

Writes a JSON list of sentences to stdout; an empty one is as it should be.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from importlib import import_module

CHECKOUT = sys.argv[1]
_OPENING = {"open", "os.listdir", "os.scandir", "os.mkdir", "socket.connect", "socket.bind", "subprocess.Popen"}
_PYTHONS = (".py", ".pyc", ".so", ".dylib", ".pyi")
_METADATA = "/importlib/metadata/"
_done: list[str] = []
_now = [""]  # the module that is being imported


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if _now[0] and event in _OPENING and not _is_pythons(event, arguments):
        _done.append(f"{_now[0]}: {event} {arguments[0]!r}")


def _is_pythons(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether it is only Python reading, or looking for, the code of a module, or a library asking for its version."""
    place = str(arguments[0])
    if event == "open" and place.endswith(_PYTHONS):
        return True
    frame, callers = sys._getframe(2), []
    while frame:
        callers.append(frame.f_code.co_filename)
        frame = frame.f_back
    return (event != "open" and callers[0].startswith("<frozen importlib")) or any(_METADATA in one for one in callers)


class Watched(type(os.environ)):
    """The environment, which records who of us reads it."""

    def __getitem__(self, name: str) -> str:
        _record_reader(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        _record_reader(name)
        return super().__contains__(name)

    def get(self, name: str, default: str | None = None) -> str | None:
        _record_reader(name)
        return super().get(name, default)


def _record_reader(name: object) -> None:
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename in {__file__, os.__file__, "<frozen os>", "<frozen _collections_abc>"}:
        frame = frame.f_back
    if frame and _ours(frame.f_code.co_filename):
        _done.append(f"{_now[0]}: reads {name} from the environment")


def _ours(file: str) -> bool:
    return file.startswith((f"{CHECKOUT}/common/", f"{CHECKOUT}/functions/"))


def main(modules: list[str]) -> None:
    sys.dont_write_bytecode = True  # Python would open a file for each
    sys.path.insert(0, CHECKOUT)
    sys.addaudithook(watch)
    os.environ.__class__ = Watched
    for _now[0] in modules:
        import_module(_now[0])
        if threading.active_count() > 1:
            _done.append(f"{_now[0]}: a thread runs")
    _now[0] = ""
    json.dump(_done, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[2:])
