"""Started by the path of this file with `python -I`: a function, or imports, in a Python that has only what is pinned.

    guard.py REFUSED serve FOLDER STEP PORT STAND_INS   the functions framework on the staged tree; the modules in
                                                        the last folder stand in for what only the cloud has
    guard.py REFUSED main FOLDER ...      the program main.py of the staged tree, as a job runs it
    guard.py REFUSED run STATEMENTS       import statements, one a line; the first that fails ends it

REFUSED is a JSON list of top-level modules that count as not installed.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from importlib.machinery import PathFinder
from pathlib import Path

MODULES = "/modules-that-are-held"


class OnlyPinned(PathFinder):
    """Python's own finder, which does not see the modules of distributions that are not pinned."""

    refused: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.partition(".")[0] in cls.refused:
            return None
        return PathFinder.find_spec(fullname, path, target)


def shut_in(refused: list[str]) -> None:
    installed = (Path(sys.prefix), Path(sys.base_prefix))
    outside = [place for place in sys.path if not any(Path(place).is_relative_to(home) for home in installed)]
    if outside:
        sys.exit(f"this Python sees more than what is installed: {outside}")
    OnlyPinned.refused = frozenset(refused)
    sys.meta_path[sys.meta_path.index(PathFinder)] = OnlyPinned


def serve(folder: str, step: str, port: str, stand_ins: str) -> None:
    sys.path.append(stand_ins)
    os.chdir(folder)  # first: the framework settles where main.py is when it is imported
    from functions_framework import _cli

    made = _cli.create_app
    _cli.create_app = lambda *given: telling_modules(made(*given))
    sys.argv = ["functions-framework", "--host", "127.0.0.1", "--port", port]
    os.environ["FUNCTION_TARGET"] = step
    _cli._cli()


def telling_modules(app):
    """At the address MODULES it answers with the names of the modules that it holds by then."""

    def answer(environment, start_response):
        if environment["PATH_INFO"] != MODULES:
            return function(environment, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(sorted(sys.modules)).encode()]

    function, app.wsgi_app = app.wsgi_app, answer
    return app


def main(folder: str, *arguments: str) -> None:
    os.chdir(folder)
    sys.argv = ["main.py", *arguments]
    sys.path.insert(0, folder)
    runpy.run_path("main.py", run_name="__main__")


def run(statements: str) -> None:
    for statement in Path(statements).read_text().splitlines():
        exec(statement, {"__name__": "guarded"})


if __name__ == "__main__":
    _, refused, mode, *arguments = sys.argv
    shut_in(json.loads(Path(refused).read_text()))
    {"serve": serve, "main": main, "run": run}[mode](*arguments)
