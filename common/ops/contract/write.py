"""The generated files: written here, committed beside what reads them, and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from common.http.function import Function
from common.ops import static_site
from common.ops.checkout import CHECKOUT
from common.ops.contract import access, drawings, gateway, inventory, openapi, register, sentences, states
from common.ops.contract.functions import load_functions
from common.ops.contract.seams import leftovers, seams
from common.platform.text import ENGLISH, INDONESIAN

FILES: Final[dict[str, Callable[[Mapping[str, Function]], Mapping[str, Any]]]] = {
    "common/ops/migrations/access.json": access.document,
    "terraform/generated/gateway.json": gateway.document,
    "terraform/generated/functions.json": inventory.document,
    "terraform/generated/site_headers.json": static_site.document,
    "web/openapi.json": openapi.document,
    "web/src/features/problems/codes.json": sentences.codes,
    "web/src/locales/problems/id.json": partial(sentences.document, language=INDONESIAN),
    "web/src/locales/problems/en.json": partial(sentences.document, language=ENGLISH),
}
_MOST_DIFFERENCES = 20


def write_contract(root: Path = CHECKOUT) -> list[Path]:
    """Write every generated file under `root`; the paths of those that changed."""
    changed = []
    for name, text in _texts().items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def check_contract(root: Path = CHECKOUT) -> list[str]:
    """A line for each place where a committed file is not what the declarations say; empty when all are fresh."""
    stale = [line for name, text in _texts().items() for line in _compare(name, root / name, text)]
    return [*stale, *(f"{name}: no longer declared, delete it" for name in leftovers(root))]


def as_text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _texts() -> dict[str, str]:
    functions = load_functions()
    documents = {name: as_text(make(functions)) for name, make in FILES.items()}
    pages = {states.PAGE.as_posix(): states.page(), register.PAGE.as_posix(): register.page(functions)}
    return documents | pages | drawings.pages(functions) | seams()


def _compare(name: str, path: Path, text: str) -> list[str]:
    if not path.exists():
        return [f"{name}: missing"]
    found = path.read_text(encoding="utf-8")
    if found == text:
        return []
    if path.suffix in {".py", ".md"}:
        return [f"{name}: {line}" for line in _other_lines(found, text)]
    try:
        lines = [f"{name}: {line}" for line in differences(json.loads(found), json.loads(text))]
    except ValueError:
        return [f"{name}: is no JSON"]
    more = [f"{name}: and {len(lines) - _MOST_DIFFERENCES} more"] if len(lines) > _MOST_DIFFERENCES else []
    return [*lines[:_MOST_DIFFERENCES], *more] or [f"{name}: same content, written in another way"]


def _other_lines(old: str, new: str) -> list[str]:
    """The first line where two texts part."""
    pairs = enumerate(zip_longest(old.splitlines(), new.splitlines(), fillvalue=""), 1)
    return [f"line {number}: is {a!r}, should be {b!r}" for number, (a, b) in pairs if a != b][:1]


def differences(old: Any, new: Any, at: str = "") -> Iterator[str]:
    """Where two JSON values part, as `paths./v1/users.get: missing`."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            place = f"{at}.{key}" if at else key
            if key not in old:
                yield f"{place}: missing"
            elif key not in new:
                yield f"{place}: no longer declared"
            else:
                yield from differences(old[key], new[key], place)
    elif old != new:
        yield f"{at}: is {_short(old)}, should be {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
