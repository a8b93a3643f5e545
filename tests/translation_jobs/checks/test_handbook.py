"""The handbook is made from the rules."""

from django.core.management import call_command

from translation_jobs.checks import ALL_RULES
from translation_jobs.checks.handbook import handbook


def test_every_rule_has_a_section_with_its_source():
    text = handbook(ALL_RULES)
    for rule in ALL_RULES:
        section = text.split(f"\n### {rule.id}\n")[1].split("\n### ")[0]
        assert rule.doc.split("\n")[0] in section
        assert "Source: " in section


def test_tags_and_bars_of_an_example_stay_text():
    text = handbook(ALL_RULES)
    assert "`見<g1>公告</g1>。`" in text


def test_the_written_handbook_is_up_to_date():
    call_command("document_checks", check=True)
