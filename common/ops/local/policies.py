"""The policy of a form upload: signed, unexpired, and each of its conditions met.

https://cloud.google.com/storage/docs/authentication/signatures#policy-document
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from common.ops.local.signatures import Verifier, scope_of
from common.ops.local.storage_errors import anonymous, malformed, policy_unmet, wrong_size
from common.platform import clock

# What a form may hold without a condition of its own.
_FREE = frozenset({"policy", "x-goog-signature", "file"})
_SIZE = "content-length-range"


@dataclass(frozen=True)
class Form:
    """An upload as it came in: the bucket of its address, its fields by lower-case name, the size of its file."""

    bucket: str
    fields: Mapping[str, str]
    size: int


def check_form(form: Form, verifier: Verifier) -> None:
    """Raises Refused unless the account has signed a policy under which this form may be sent now."""
    if "policy" not in form.fields or "x-goog-signature" not in form.fields:
        raise anonymous("storage.objects.create")
    scope_of(form.fields, verifier.account)
    verifier.check(form.fields["x-goog-signature"], form.fields["policy"].encode())
    policy = _decoded(form.fields["policy"])
    if clock.now() >= _expiration(policy):
        raise policy_unmet("The policy has expired.")
    _check_conditions(form, list(_conditions(policy)))


def _decoded(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as wrong:
        raise malformed("The policy is not JSON in base64.") from wrong
    if not isinstance(policy, dict) or not isinstance(policy.get("conditions"), list):
        raise malformed("The policy has no list of conditions.")
    return policy


def _expiration(policy: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(policy["expiration"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise malformed("The policy has no readable expiration.") from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Condition:
    """`field` stands in a relation to `value`: "eq" or "starts-with", or for the size a pair of bounds in bytes."""

    relation: str
    field: str
    value: Any

    def check(self, form: Form) -> None:
        if self.relation == _SIZE:
            least, most = self.value
            if not least <= form.size <= most:
                raise wrong_size(form.size, least, most)
            return
        given = form.bucket if self.field == "bucket" else form.fields.get(self.field)
        if given is None or not self._holds(given):
            raise policy_unmet(f'The field "{self.field}" does not meet ["{self.relation}", "{self.value}"].')

    def _holds(self, given: str) -> bool:
        return given == self.value if self.relation == "eq" else given.startswith(str(self.value))


def _conditions(policy: Mapping[str, Any]) -> Iterator[_Condition]:
    for condition in policy["conditions"]:
        match condition:
            case dict():
                yield from (_Condition("eq", str(field).lower(), value) for field, value in condition.items())
            case [str(relation), int(least), int(most)] if relation == _SIZE:
                yield _Condition(_SIZE, "file", (least, most))
            case ["eq" | "starts-with" as relation, str(field), value]:
                yield _Condition(relation, field.removeprefix("$").lower(), value)
            case _:
                raise malformed(f"The policy has a condition that is none: {condition}.")


def _check_conditions(form: Form, conditions: list[_Condition]) -> None:
    for condition in conditions:
        condition.check(form)
    known = {condition.field for condition in conditions} | _FREE
    for field in form.fields:
        if field not in known and not field.startswith("x-ignore-"):
            raise policy_unmet(f'The field "{field}" is in the form, but in no condition.')
