"""The commands that scripts start: one answer for each line, in order, and a clear word where a line is bad."""

import json
import subprocess
import sys

import pytest


def run(command: str, *lines: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", command, "--jsonl"], input="\n".join(lines), text=True, capture_output=True
    )


def test_texts_are_cut_in_the_order_in_which_they_come():
    done = run(
        "segment_text",
        '{"id": 1, "text": "預算成長。明年再議。"}',
        '{"id": 2, "text": "It grew. We wait.", "language": "en"}',
    )
    assert [json.loads(line)["sentences"] for line in done.stdout.splitlines()] == [
        ["預算成長。", "明年再議。"],
        ["It grew. ", "We wait."],
    ]


def test_translations_are_checked_without_a_database():
    done = run("check_translations", '{"id": 1, "zh": "經濟部宣布。", "en": "The 經濟部 announced it."}')
    (check,) = json.loads(done.stdout)["checks"]
    assert check["name"] == "script.han_left"
    assert check["severity"] == "block"
    assert check["target_span"] == [4, 7]
    assert "經濟部" in check["message"]


@pytest.mark.parametrize("variants", ['["MOEA", "the Ministry"]', '"MOEA; the Ministry"'])
def test_a_line_may_bring_its_terms(variants):
    glossary = f'[{{"zh": "經濟部", "en": "Ministry of Economic Affairs", "variants": {variants}}}]'
    rows = (
        f'{{"zh": "經濟部宣布。", "en": "{name} announced it.", "glossary": {glossary}}}' for name in ("MOEA", "It")
    )
    named = [
        [check["name"] for check in json.loads(line)["checks"]]
        for line in run("check_translations", *rows).stdout.splitlines()
    ]
    assert [("terms.required" in names) for names in named] == [False, True]


@pytest.mark.parametrize(
    ("line", "says"),
    [("{", "line 2 is not JSON"), ("[]", "line 2 is no JSON object"), ('{"id": 2}', "line 2: 'text' is missing")],
)
def test_a_bad_line_is_named_and_the_answers_before_it_stand(line, says):
    done = run("segment_text", '{"text": "好。"}', line)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stdout.splitlines()) == 1


HALF = '"\\ud800"'  # of a surrogate pair


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"zh": "一", "en": []}', "line 1: 'en' is no text"),
        ('{"zh": NaN, "en": Infinity}', "line 1: 'zh' is no text"),
        ('{"zh": "一", "en": "a", "glossary": "abc"}', "line 1: 'a' is no JSON object"),
        ('{"zh": "一", "en": "a", "glossary": [{"zh": "一", "en": null}]}', "line 1: 'en' is no text"),
        ('{"zh": "一", "en": "a", "glossary": [{"zh": "一", "en": "a", "variants": [5]}]}', "'variants' are no texts"),
        ('{"zh": "一", "en": "a", "date": 20240101}', "line 1: "),
        (f'{{"zh": {HALF}, "en": {HALF}}}', "line 1: "),
        ("[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_a_line_that_holds_no_translation_gets_a_word_and_no_traceback(line, says):
    done = run("check_translations", line)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_text_that_cannot_be_written_gets_a_word_and_no_traceback():
    done = run("segment_text", f'{{"text": {HALF}}}')
    assert done.returncode == 1
    assert "line 1: " in done.stderr
    assert "Traceback" not in done.stderr
