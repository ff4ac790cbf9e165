"""What of a deployment holds data, and what has to stay where the data stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_HOLD = {
    "google_firestore_database",
    "google_secret_manager_secret",
    "google_sql_database",
    "google_sql_database_instance",
    "google_storage_bucket",
}
# What belongs to the data and says nothing by itself: a user owns tables, an index serves documents.
_BELONG = {"google_sql_user", "google_firestore_field", "google_firestore_index"}
# The site and the builds are made anew from the checkout; copies and exports are fetched, and go.
_MADE_AGAIN = {f"google_storage_bucket.{name}" for name in ("site", "build", "fetched")}


def holds_data(address: str) -> bool:
    """Whether what is lost with the resource `address` is lost for good."""
    return address.partition(".")[0] in _HOLD and _plain(address) not in _MADE_AGAIN


def kept(resources: Sequence[Mapping[str, Any]]) -> list[str]:
    """The addresses of data, and of all that they depend on: Terraform takes away what depends on what goes."""
    needs = {_plain(row["address"]): {_plain(name) for name in row.get("depends_on", [])} for row in resources}
    wanted = {_plain(row["address"]) for row in resources if holds_data(row["address"]) or row["type"] in _BELONG}
    while more := {name for one in wanted for name in needs.get(one, ())} - wanted:
        wanted |= more
    return [row["address"] for row in resources if _plain(row["address"]) in wanted]


def _plain(address: str) -> str:
    """Without the key of one of many."""
    return address.partition("[")[0]
