"""Who takes part: the bare function, the paper's architecture, and every function from the staged tree."""

from __future__ import annotations

import compileall
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from common.http.function import Function
from common.ops.build.tree import tree
from common.ops.contract import load_functions
from common.platform.content_types import PDF
from common.platform.db import transaction
from tests.bench.first_requests import Callers, Prepared, first_request
from tests.bench.measure import NoGoodAnswer, Sample, cold_start
from tests.packaging.asking import Ask

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
_FUNCTION = (str(PROGRAMS / "functions-framework"), "--host", "127.0.0.1", "--port", "{port}", "--target")
_RIVAL = (str(PROGRAMS / "uvicorn"), "app.main:app", "--host", "127.0.0.1", "--port", "{port}")


class Kind(StrEnum):
    """What a function has to load decides what is asked of it."""

    HELLO = "hello"
    RIVAL = "rival"
    ORDINARY = "ordinary"
    CLIENT = "storage or Firestore"
    DOCUMENT = "certificate or photo"


@dataclass(frozen=True)
class Contestant:
    name: str
    kind: Kind
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[], Prepared]

    def start(self, environment: Mapping[str, str], log: Path) -> Sample:
        """One cold start. Raises NoGoodAnswer when the first request was not answered as it should be."""
        prepared = self.prepare()
        sample, answer = cold_start(self.command, self.folder, environment, prepared.ask, prepared.token, log)
        if answer.status >= 500 or answer.status == 401 or prepared.status not in {0, answer.status}:
            raise NoGoodAnswer(f"{self.name} answered {answer.status} to {prepared.ask}: {answer.body!r}")
        with transaction() as db:
            if not prepared.done(db):
                raise NoGoodAnswer(f"{self.name} answered {answer.status} to {prepared.ask} and did nothing")
        return sample


def yardsticks(out: Path) -> tuple[Contestant, Contestant]:
    """Hello and the rival, from folders of their own."""
    for name in ("hello", "rival"):
        shutil.copytree(HERE / name, out / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        _compile(out / name)
    return (
        Contestant(
            "hello", Kind.HELLO, (*_FUNCTION, "entry"), out / "hello", lambda: Prepared(Ask("GET", "/"), status=200)
        ),
        Contestant("rival", Kind.RIVAL, _RIVAL, out / "rival", lambda: Prepared(Ask("GET", "/vacancies"), status=200)),
    )


def functions(out: Path, callers: Callers, only: set[str]) -> list[Contestant]:
    """The functions, or `only` those, each from the one staged tree."""
    declared = load_functions()
    if unknown := only - set(declared):
        raise SystemExit(f"there is no function {', '.join(sorted(unknown))}")
    _compile(folder := tree().write(out))
    return [_contestant(declared[name], folder, callers) for name in sorted(only or declared)]


def _contestant(function: Function, folder: Path, callers: Callers) -> Contestant:
    command = (*_FUNCTION, function.name)
    return Contestant(function.name, kind_of(function), command, folder, lambda: first_request(function, callers))


def kind_of(function: Function) -> Kind:
    makes_pdf = any(endpoint.returns == PDF for endpoint in function.endpoints)
    if makes_pdf or any(trigger.kind == "upload" for trigger in function.triggers):
        return Kind.DOCUMENT
    if "write" in function.buckets.get("certificate_bucket", ()):
        return Kind.DOCUMENT
    return Kind.CLIENT if function.buckets or (function.live and not function.database) else Kind.ORDINARY


def _compile(folder: Path) -> None:
    """As the buildpack does; without it each start would compile anew."""
    if not compileall.compile_dir(folder, quiet=1):
        raise SystemExit(f"{folder} does not compile")
