"""The portal's sentences: one for each code that the API describes, in both languages, as vue-i18n reads them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from common.domain.uploads.purposes import RULES
from common.domain.uploads.refusals import CODES, refusal_text
from common.http.function import Function
from common.ops.checkout import CHECKOUT
from common.ops.contract import ContractBroken
from common.ops.contract.sentences import as_message, document
from common.platform.text import ENGLISH, INDONESIAN
from tests.contract.documents import Documents

LANGUAGES = (INDONESIAN, ENGLISH)


def committed(name: str) -> Any:
    return json.loads((CHECKOUT / "web" / name).read_text(encoding="utf-8"))


def titles(described: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The title in both languages of each code that some operation may answer."""
    answers = described["components"]["responses"].values()
    return {code: title for answer in answers for code, title in answer.get("x-titles", {}).items()}


def codes(described: dict[str, Any]) -> set[str]:
    refusals = described["components"]["schemas"]["RefusalView"]["properties"]["code"]["enum"]
    return {*titles(described), *refusals}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_sentences_are_of_the_codes_in_the_committed_description(language: str) -> None:
    sentences = committed(f"src/locales/problems/{language}.json")
    assert set(sentences) == codes(committed("openapi.json"))
    assert list(sentences) == sorted(sentences)
    assert {bool(sentence) for sentence in sentences.values()} == {True}


def test_a_code_says_in_the_portal_what_the_api_says(functions: dict[str, Function], documents: Documents) -> None:
    for language in LANGUAGES:
        said = document(functions, language)
        for code, title in titles(documents["openapi"]).items():
            assert said[code] == as_message(title[language])


def test_the_two_languages_differ_and_have_the_same_values_to_fill_in(functions: dict[str, Function]) -> None:
    indonesian, english = (document(functions, language) for language in LANGUAGES)
    assert indonesian.keys() == english.keys()
    for code, sentence in indonesian.items():
        values = [sorted(re.findall(r"{(\w+)}", told)) for told in (sentence, english[code])]
        assert values[0] == values[1], code
        assert sentence != english[code] or re.fullmatch(r"{\w+}", sentence), code


def test_every_refusal_of_a_file_has_a_code_that_is_described() -> None:
    for purpose in RULES:
        for code in CODES:
            assert refusal_text(purpose, code).code == code
    assert {rule.wrong_kind.code for rule in RULES.values()} <= set(CODES)


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("Kuota penuh ({taken}/{quota})", "Kuota penuh ({taken}/{quota})"),
        ("Tulis ke admin@kampus", "Tulis ke admin{'@'}kampus"),
        ("ini | itu", "ini {'|'} itu"),
        ("{{begini}}", "{'{'}begini{'}'}"),
        ("US$ 5", "US{'$'} 5"),
    ],
)
def test_a_sign_that_means_something_to_vue_i18n_is_written_as_itself(sentence: str, message: str) -> None:
    assert as_message(sentence) == message


@pytest.mark.parametrize("sentence", ["{at:%H}", "{why!r}", "{}", "{0}", "{row.name}"])
def test_a_value_that_only_python_can_write_is_refused(sentence: str) -> None:
    with pytest.raises(ContractBroken):
        as_message(sentence)
