"""What every declaration must keep, so that all that is derived from it is sound."""

from __future__ import annotations

import inspect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from common.http.declare import Endpoint, Trigger
from common.http.function import Function
from common.ops.contract.cron import is_cron_line
from common.platform.auth import Role
from common.platform.errors import Problem

Item = TypeVar("Item")

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TRIGGER_KINDS = ("upload", "document", "schedule")
_WITHOUT_BODY = ("GET", "DELETE")
_RESERVED = ("/v1/docs", "/v1/openapi.json")
_FREE = 4
_ACCESS = {"read", "write", "sign"}


class ContractBroken(Exception):
    """Declarations that contradict each other; `faults` are sentences that name where."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def require_sound(functions: Mapping[str, Function]) -> None:
    """Raises ContractBroken with everything that is wrong, not only the first."""
    if found := faults(functions):
        raise ContractBroken(found)


def faults(functions: Mapping[str, Function]) -> list[str]:
    """Every contradiction among the declarations, in a steady order."""
    every = [endpoint for function in functions.values() for endpoint in function.endpoints]
    return [
        *(fault for function in functions.values() for fault in _of_function(function)),
        *(f"{_where(endpoint)}: {fault}" for endpoint in every for fault in _of_endpoint(endpoint)),
        *_doubles(every),
        *_doubtful_addresses(every),
        *_ambiguous_codes(every),
    ]


def _of_function(function: Function) -> Iterator[str]:
    if function.endpoints and function.triggers:
        yield f"{function.name}: has endpoints and triggers, which need a function each"
    if not (function.endpoints or function.triggers):
        yield f"{function.name}: answers to nothing"
    for endpoint in function.endpoints:
        if endpoint.most_at_once > function.concurrency - _FREE:
            yield f"{function.name}: {endpoint.name} leaves fewer than {_FREE} threads to the other operations"
    yield from (f"{function.name}: {trigger.name} {fault}" for trigger in function.triggers for fault in _of(trigger))
    for name, number in _doubled(trigger.name for trigger in function.triggers):
        yield f"{function.name}: {number} triggers are named {name}"
    for bucket, access in function.buckets.items():
        if not set(access) <= _ACCESS or not access:
            yield f"{function.name}: {bucket} allows {', '.join(access) or 'nothing'}; known are read, write, sign"


def _of(trigger: Trigger) -> Iterator[str]:
    if trigger.kind not in TRIGGER_KINDS or not trigger.source:
        yield "has no known kind and source"
    elif trigger.kind == "schedule" and not is_cron_line(trigger.source):
        yield f"is scheduled by {trigger.source}, which is no cron line of five fields"


def _of_endpoint(endpoint: Endpoint) -> Iterator[str]:
    if not (endpoint.handler.__doc__ or "").strip():
        yield "the handler has no docstring"
    if not all(isinstance(role, Role) for role in endpoint.roles):
        yield "roles are declared that do not exist"
    if endpoint.method not in METHODS:
        yield f"{endpoint.method} is none of {', '.join(METHODS)}"
    if endpoint.body and endpoint.method in _WITHOUT_BODY:
        yield f"{endpoint.method} has no body"
    if endpoint.shares and not (endpoint.public and endpoint.most_at_once):
        yield "places are shared out that are not limited, or by a form that was not validated yet"
    if endpoint.status == 204 and endpoint.returns:
        yield "204 brings no content, but a content is declared"
    yield from _of_path(endpoint)


def _of_path(endpoint: Endpoint) -> Iterator[str]:
    if not re.fullmatch(r"/v1(/[\w.-]+|/{[a-z_]+})+", endpoint.path):
        yield f"{endpoint.path} is not of the form /v1/things/{{thing_id}}"
    if endpoint.path.startswith(_RESERVED):
        yield f"{endpoint.path} belongs to the documentation"
    taken = tuple(inspect.signature(endpoint.handler).parameters)[1:]
    if set(taken) != set(endpoint.parameters):
        yield f"the handler takes {', '.join(taken) or 'nothing'}, the path gives {', '.join(endpoint.parameters)}"


def _doubles(every: list[Endpoint]) -> Iterator[str]:
    for (method, path), number in _doubled((endpoint.method, _shape(endpoint.path)) for endpoint in every):
        yield f"{method} {path} is declared {number} times"
    for name, number in _doubled(endpoint.operation_id for endpoint in every):
        yield f"the operation {name} is declared {number} times"


def _doubtful_addresses(every: list[Endpoint]) -> Iterator[str]:
    """`/v1/users/{id}` and `/v1/users/{user_id}` are one address, which OpenAPI wants to be written one way."""
    spellings = defaultdict(set)
    for endpoint in every:
        spellings[_shape(endpoint.path)].add(endpoint.path)
    for paths in spellings.values():
        if len(paths) > 1:
            yield f"{' and '.join(sorted(paths))} are the same address"


def _ambiguous_codes(every: list[Endpoint]) -> Iterator[str]:
    """Programs distinguish refusals by their code, so two classes never share one."""
    classes: dict[str, set[type[Problem]]] = defaultdict(set)
    for endpoint in every:
        for problem in endpoint.problems():
            classes[problem.code].add(problem)
    for code, found in sorted(classes.items()):
        if len(found) > 1:
            names = sorted(f"{problem.__module__}.{problem.__name__}" for problem in found)
            yield f"the code {code} stands for {' and '.join(names)}"


def _doubled(items: Iterable[Item]) -> list[tuple[Item, int]]:
    return [(item, number) for item, number in Counter(items).items() if number > 1]


def _shape(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


def _where(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"
