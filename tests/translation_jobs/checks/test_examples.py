"""Every rule sees the fault of its own example, and nothing at all is seen in the good one."""

import pytest

from translation_jobs.checks import ALL_RULES
from translation_jobs.checks.base import Rule
from translation_jobs.checks.examples import look_at


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_sees_the_fault_of_its_example_and_not_the_good_one(rule: Rule):
    seen, quiet = look_at(rule)
    assert seen
    assert not quiet


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_names_its_source(rule: Rule):
    assert "Source: " in rule.doc


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_message_has_a_place_for_each_fact_and_no_other(rule: Rule):
    for issue in look_at(rule)[0]:
        assert "%(" not in rule.message % issue.params


def test_ids_are_unique():
    assert len({rule.id for rule in ALL_RULES}) == len(ALL_RULES)
