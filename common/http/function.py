"""What a function needs to run, beside its code: the base of its service account, its size and its budget."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from common.http.declare import ENDPOINTS, TRIGGERS, Endpoint, Trigger


@dataclass(frozen=True)
class Function:
    """One deployable step. `memory` in MiB; `concurrency` = requests at once = threads of its one process.

    `buckets` maps a bucket's setting to what it does there: `read`, `write` or `sign`. `secrets` are settings whose
    values come from Secret Manager. `live` functions may use Firestore, and wake delivery after a commit.
    """

    module: str
    database: bool = True
    live: bool = False
    buckets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    memory: int = 256
    concurrency: int = 8
    max_instances: int = 1
    pool: int = 1
    timeout: int = 60

    @property
    def name(self) -> str:
        return self.module.split(".")[1]

    @property
    def description(self) -> str:
        """The step in one sentence: the docstring of its module."""
        return " ".join((sys.modules[self.module].__doc__ or "").split())

    @property
    def endpoints(self) -> list[Endpoint]:
        return ENDPOINTS[self.module]

    @property
    def triggers(self) -> list[Trigger]:
        return TRIGGERS[self.module]


FUNCTIONS: dict[str, Function] = {}
