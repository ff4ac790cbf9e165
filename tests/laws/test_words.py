"""Law 8: comments and docstrings use the field's words, in sentences that are read once."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.laws.source import Definition, Module, product

MOST_WORDS = 25
PRIVATE = {
    r"judg\w*|unjudged": "validate, inspect, classify or decide",
    r"tell|tells|telling|told": "notify, log, print, say or show",
    r"he|him|his|himself": "they, or the assistant",
    r"(?:into|in|leaves|from) the post": "mail, mailer or queue",
}
NAMES = re.compile(r"(^|_)(judge|judged|tell|tells|told|happen)(_|$)")
# Part of an address in the cloud, and a column.
FIXED = {"judge_upload", "judged_at"}


def product_that_may_change() -> Iterator[Module]:
    """A migration that has landed is never edited."""
    yield from (module for module in product() if not module.within("common/ops/migrations/versions/"))


def comments(module: Module) -> Iterator[tuple[int, str]]:
    """Each comment with its line; lines that follow one another are one."""
    first, last, text = 0, 0, ""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, said = token.start[0], token.string.lstrip("# ")
        if line == last + 1:
            text += f" {said}"
        else:
            yield first, text
            first, text = line, said
        last = line
    yield first, text


def docstrings(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | Definition) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, text


def prose(module: Module) -> Iterator[tuple[int, str]]:
    yield from comments(module)
    yield from docstrings(module)


def sentences(text: str) -> list[str]:
    """A paragraph, a step of a list and what stands after a colon or semicolon begin a new one."""
    parts = re.split(r"\n\s*\n|\n\s*(?=\d\. |- )", text)
    return [sentence for part in parts for sentence in re.split(r"(?<=[.;:?!])\s+", " ".join(part.split()))]


def breaches(text: str) -> list[str]:
    """The private words in a text, each with the ones to take instead."""
    found = ((match, instead) for words, instead in PRIVATE.items() for match in _words(words).findall(text))
    return [f"{match}: say {instead}" for match, instead in found]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def test_comments_and_docstrings_use_standard_words() -> None:
    found = [
        f"{module.name}:{line} {breach}"
        for module in product_that_may_change()
        for line, text in prose(module)
        for breach in breaches(text)
    ]
    assert found == []


def test_a_sentence_has_at_most_25_words() -> None:
    long = [
        f"{module.name}:{line} {sentence}"
        for module in product_that_may_change()
        for line, text in prose(module)
        for sentence in sentences(text)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert long == [], "make two sentences, or numbered steps"


def test_functions_are_named_by_standard_words() -> None:
    names = [(module, node) for module in product_that_may_change() for node in module.functions()]
    found = [f"{module.at(node)} {node.name}" for module, node in names if NAMES.search(node.name)]
    assert [name for name in found if name.rpartition(" ")[2] not in FIXED] == []


def test_private_words_are_seen() -> None:
    module = Module(
        "one.py", '"""Tells him."""\n# A judge\n# who is told\nx = 1\n\n\ndef f():\n    """Into the post."""\n'
    )
    assert [len(breaches(text)) for _, text in prose(module)] == [0, 2, 2, 1]
    assert breaches("The result of this is that she tells apart nothing: cathedral, postcode") == [
        "tells: say notify, log, print, say or show"
    ]


def test_a_list_and_a_colon_end_a_sentence() -> None:
    assert sentences("One:\ntwo.\n\n1. Three\n   four\n2. Five; six") == [
        "One:",
        "two.",
        "1.",
        "Three four",
        "2.",
        "Five;",
        "six",
    ]
