"""What Terraform would provision: the connections of each tier, and the size of each environment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from common.contract.product import CHECKOUT

TERRAFORM: Final = CHECKOUT / "terraform"
_TIER_LINE = re.compile(r'^\s+"(db-[\w-]+)"\s*=\s*(\d+)$', re.MULTILINE)
_RESERVED = re.compile(r"^\s+\w+_connections\s*=\s*(\d+) #", re.MULTILINE)
_SETTING = re.compile(r'^(tier|scale)\s*=\s*"?([\w-]+)"?$', re.MULTILINE)


@dataclass(frozen=True)
class Planned:
    """Of `environments/<name>.tfvars`: the database's tier, and how many times the declared instances there may be."""

    tier: str
    scale: int


@cache
def planned(environment: str) -> Planned:
    text = (TERRAFORM / "environments" / f"{environment}.tfvars").read_text(encoding="utf-8")
    found = dict(_SETTING.findall(text))
    return Planned(found["tier"], int(found["scale"]))


@cache
def reserved_connections() -> int:
    """Those that no function has: Cloud SQL's own, the migration's, an operator's."""
    text = (TERRAFORM / "database.tf").read_text(encoding="utf-8")
    return sum(int(number) for number in _RESERVED.findall(text))


@cache
def connections_of_tiers() -> dict[str, int]:
    """`max_connections` of each tier that can be chosen, the smallest first."""
    text = (TERRAFORM / "database.tf").read_text(encoding="utf-8")
    return {name: int(connections) for name, connections in _TIER_LINE.findall(text)}
