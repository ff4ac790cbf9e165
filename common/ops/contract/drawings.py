"""Use cases, tables and the deployment as diagrams, from the declarations: for whoever reads the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module, util
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import Column, Table

from common.http.declare import Endpoint
from common.http.function import Function
from common.platform.auth import PUBLIC

FOLDER = Path("common/docs/diagrams")
_DOMAIN = "common.domain"
_VISITOR = "pengunjung"
_USE_CASES = """\
# Use cases

Written by `make contract` from the operations that the functions declare: what each role may ask for. A box is a step.
What everybody who has signed in may do is drawn for each role.
"""
_TABLES = """\
# Tables

Written by `make contract` from `common/domain/<noun>/tables.py`: how the tables refer to each other, then the columns
of each noun. `PK` is the key, `FK` leads to another table, `optional` may be empty.
"""
_DEPLOYMENT = """\
# Deployment

Written by `make contract` from what the functions declare, which Terraform deploys: what calls each of them, and which
buckets it reads, writes or signs for. Each is a Cloud Run service of the one image.
"""


def pages(functions: Mapping[str, Function]) -> dict[str, str]:
    """By the path in the checkout."""
    made = {"use-cases": use_cases(functions), "tables": tables(), "deployment": deployment(functions)}
    return {(FOLDER / f"{name}.md").as_posix(): text for name, text in made.items()}


def use_cases(functions: Mapping[str, Function]) -> str:
    roles: defaultdict[str, defaultdict[str, list[Endpoint]]] = defaultdict(lambda: defaultdict(list))
    for function in functions.values():
        for endpoint in function.endpoints:
            for role in [_VISITOR] if endpoint.roles == PUBLIC else sorted(endpoint.roles):
                roles[role][function.name].append(endpoint)
    return "\n".join([_USE_CASES, *(_use_cases_of(role, steps) for role, steps in sorted(roles.items()))])


def _use_cases_of(role: str, steps: Mapping[str, list[Endpoint]]) -> str:
    lines = ["flowchart LR", f'    role(("{role}"))']
    for step, endpoints in sorted(steps.items()):
        lines.append(f"    subgraph {step}")
        lines += [f'        {one.operation_id}(["{one.name.replace("_", " ")}"])' for one in endpoints]
        lines.append("    end")
        lines += [f"    role --- {one.operation_id}" for one in endpoints]
    return drawn(role.replace("_", " ").capitalize(), lines)


def tables() -> str:
    nouns = dict(_nouns())
    every = sorted((table for those in nouns.values() for table in those), key=lambda table: table.name)
    whole = drawn("How they refer to each other", ["erDiagram", *_relations(every)])
    return "\n".join([_TABLES, whole, *(_noun(name, those) for name, those in nouns.items())])


def _nouns() -> Iterator[tuple[str, list[Table]]]:
    for noun in iter_modules(import_module(_DOMAIN).__path__, f"{_DOMAIN}."):
        if util.find_spec(f"{noun.name}.tables") is None:
            continue
        room = f"{noun.name}.tables"
        found = {value.name: value for value in vars(import_module(room)).values() if isinstance(value, Table)}
        yield noun.name.rpartition(".")[2], [found[name] for name in sorted(found)]


def _noun(name: str, those: Iterable[Table]) -> str:
    those = list(those)
    lines = ["classDiagram"]
    for table in those:
        lines += [f"    class {table.name} {{", *(f"        {_column(column)}" for column in table.columns), "    }"]
    for table in those:
        lines += [f"    {table.name} --> {there} : {by}" for there, by in _references(table)]
    return drawn(name.capitalize(), lines)


def _column(column: Column[object]) -> str:
    marks = (" PK" if column.primary_key else "") + (" FK" if column.foreign_keys else "")
    return f"{type(column.type).__name__.lower()} {column.name}{marks}{' optional' if column.nullable else ''}"


def _relations(those: Iterable[Table]) -> Iterator[str]:
    for table in those:
        for there, by in _references(table):
            many = "o|" if table.c[by].unique else "o{"
            one = "|o" if table.c[by].nullable else "||"
            yield f'    {there} {one}--{many} {table.name} : "{by}"'


def _references(table: Table) -> list[tuple[str, str]]:
    """The table that a column leads to, and the column."""
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    return [(key.column.table.name, key.parent.name) for key in keys]


def deployment(functions: Mapping[str, Function]) -> str:
    lines = ["flowchart LR", '    gateway["API Gateway"]', '    scheduler["Cloud Scheduler"]', '    sql[("Cloud SQL")]']
    lines += ['    firestore[("Firestore")]']
    buckets = sorted({bucket for function in functions.values() for bucket in function.buckets})
    lines += [f'    {bucket}[("{bucket}")]' for bucket in buckets]
    for name, function in sorted(functions.items()):
        lines += _around(name, function)
    return "\n".join([_DEPLOYMENT, drawn("What calls what", lines)])


def _around(name: str, function: Function) -> Iterator[str]:
    if not function.triggers:
        yield f"    gateway --> {name}"
    for trigger in function.triggers:
        origin = {"schedule": "scheduler", "document": "firestore"}.get(trigger.kind, trigger.source)
        said = trigger.source if trigger.kind == "schedule" else trigger.name
        yield f'    {origin} -- "{said}" --> {name}'
    if function.database:
        yield f"    {name} --> sql"
    for bucket, access in sorted(function.buckets.items()):
        yield f'    {name} -- "{", ".join(sorted(access))}" --> {bucket}'


def drawn(title: str, lines: Iterable[str]) -> str:
    """A chapter that is a diagram."""
    return "\n".join([f"## {title}", "", "```mermaid", *lines, "```", ""])
