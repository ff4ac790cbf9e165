"""The sentence of each code for the portal, which has to say some refusals without an answer at hand.

The codes are those of every operation's refusals and of refused uploads. A field error is not among them: its code
stands for as many sentences as there are fields, and each comes with the answer that names the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

from common.domain.uploads.refusals import sentences as upload_sentences
from common.http.function import Function
from common.ops.contract.rules import ContractBroken, require_sound
from common.platform.errors import Problem
from common.platform.text import Text

# https://vue-i18n.intlify.dev/guide/essentials/syntax#special-characters
_SPECIAL = re.compile(r"[{}@$|]")


def document(functions: Mapping[str, Function], language: str) -> dict[str, str]:
    """Code to sentence, as vue-i18n reads it. Raises ContractBroken for declarations that contradict each other."""
    problems = {code: problem.title for code, problem in _problems(functions).items()}
    # A code that both know means the same; an upload's depends on what it is for, the problem's does not.
    found: dict[str, Text] = upload_sentences() | problems
    return {code: as_message(text.to(language)) for code, text in sorted(found.items())}


def codes(functions: Mapping[str, Function]) -> dict[str, dict[str, Any]]:
    """For the page that the `type` of a refusal leads to: status and sentences of each code, to be read as they are."""
    return {
        code: {"status": problem.status, "id": str(problem.title), "en": problem.title.en}
        for code, problem in sorted(_problems(functions).items())
    }


def _problems(functions: Mapping[str, Function]) -> dict[str, type[Problem]]:
    require_sound(functions)
    endpoints = (endpoint for function in functions.values() for endpoint in function.endpoints)
    return {problem.code: problem for endpoint in endpoints for problem in endpoint.problems()}


def as_message(sentence: str) -> str:
    """A sentence of ours, with `{name}` for a value, in the syntax of vue-i18n, which knows more signs than Python.

    Raises ContractBroken for a value that Python would put into shape: vue-i18n cannot.
    """
    message = ""
    for plain, name, shape, conversion in Formatter().parse(sentence):
        if shape or conversion or (name is not None and not name.isidentifier()):
            raise ContractBroken([f"a portal cannot fill in {sentence!r}: only {{name}} is understood"])
        message += _SPECIAL.sub(lambda found: f"{{'{found[0]}'}}", plain) + (f"{{{name}}}" if name else "")
    return message
