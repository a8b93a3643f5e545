"""Results of the checks: what they hold for, how they expire, that they are stored in bulk and shown fresh."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import NewsPage
from tests.factories import body_of, make_news, make_user
from tests.translation_jobs.pipeline.steps import publish, run, segments
from translation_jobs import checks
from translation_jobs.checks.base import Example, Finding, Fix, Rule, Scope, Severity, Side, Span, rule
from translation_jobs.checks.reading import DocumentReading, ParagraphReading
from translation_jobs.models import CheckedPage, HouseStyle, QualityIssue, Segment, Term, TranslationJob
from translation_jobs.pipeline import conditions, review
from translation_jobs.pipeline import recheck as recheck_module
from translation_jobs.pipeline.issue_counts import with_issue_counts
from translation_jobs.pipeline.quality import check_segments, standing_issues
from translation_jobs.pipeline.recheck import recheck, recheck_pages, recheck_some

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@rule("test.echo", Severity.WARNS, "Two sentences say “%(text)s”", Example("", "", ""), scope=Scope.PARAGRAPH)
def echo(paragraph: ParagraphReading) -> Iterator[Finding]:
    """Marks a sentence that says what the one before it said."""
    targets = [reading.unit.target for reading in paragraph.readings]
    for index in range(1, len(targets)):
        if targets[index] == targets[index - 1]:
            yield Finding({"text": targets[index]}, segment=index)


@rule("test.first", Severity.HINT, "The page begins with “%(text)s”", Example("", "", ""), scope=Scope.DOCUMENT)
def first(document: DocumentReading) -> Iterator[Finding]:
    """Marks the first translated sentence of a page."""
    for index, reading in enumerate(document.readings):
        if reading.unit.target:
            yield Finding({"text": reading.unit.target}, segment=index)
            return


@rule("test.twins", Severity.HINT, "Another sentence is as long", Example("", "", ""), scope=Scope.DOCUMENT)
def twins(document: DocumentReading) -> Iterator[Finding]:
    """Marks in the first translated sentence of a page as much as the last one has letters, and offers to cut it."""
    targets = [(index, reading.unit.target) for index, reading in enumerate(document.readings) if reading.unit.target]
    if len(targets) > 1:
        end = len(targets[-1][1])
        yield Finding(target_spans=(Span(0, end),), fixes=(Fix(Side.TARGET, 0, end, "Cut"),), segment=targets[0][0])


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    """Lets the checks consist of a few about one segment, and of these about several."""
    alone = ("script.han_left", "script.chinese_marks", "terms.required")
    monkeypatch.setattr(checks, "SEGMENT_RULES", tuple(checks.RULES[name] for name in alone))

    def use(*rules: Rule) -> None:
        monkeypatch.setattr(checks, "PARAGRAPH_RULES", tuple(r for r in rules if r.scope == Scope.PARAGRAPH))
        monkeypatch.setattr(checks, "DOCUMENT_RULES", tuple(r for r in rules if r.scope == Scope.DOCUMENT))
        for each in rules:
            monkeypatch.setitem(checks.RULES, each.id, each)

    use()
    return use


def segment(page: NewsPage, source: str) -> Segment:
    return Segment.objects.current().get(page=page, source__startswith=source)


def write(page: NewsPage, source: str, target: str) -> Segment:
    row = segment(page, source)
    return review.save_target(row.pk, row.version, target, make_user())


def seen(page: NewsPage) -> dict[str, list[str]]:
    """What a visitor of the review page is shown: the checks that see something, by sentence."""
    page = NewsPage.objects.get(pk=page.pk)
    rows = segments(page)
    standing = standing_issues(page, rows)
    return {
        row.source: [one.issue.check_id for one in standing[row.pk] if one.is_open]
        for row in rows
        if standing.get(row.pk)
    }


def stored(page: NewsPage) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for issue in QualityIssue.objects.filter(segment__page=page, segment__retired_at=None).select_related("segment"):
        result.setdefault(issue.segment.source, []).append(issue.check_id)
    return result


def test_an_issue_keeps_its_places_and_its_fixes(only) -> None:
    page = make_news("第一句。")
    (issue,) = write(page, "第一句", "The first，really.").issues.all()
    assert (issue.check_id, issue.target_spans) == ("script.chinese_marks", [[9, 10]])
    assert issue.fixed("The first，really.") == "The first, really."
    assert len(issue.fingerprint) == 64


def test_what_is_stored_is_shown_and_what_became_stale_is_looked_at_again(only) -> None:
    page = make_news("第一句。", "第二句。")
    write(page, "第一句", "The first，really.")
    assert seen(page) == stored(page) == {"第一句。": ["script.chinese_marks"]}
    # A writer that does not know of the checks.
    Segment.objects.filter(pk=segment(page, "第一句").pk).update(target="Mended.")
    Segment.objects.filter(pk=segment(page, "第二句").pk).update(target="Broken句.", state="translated")
    assert seen(page) == {"第二句。": ["script.han_left"]}
    assert stored(page) == {"第一句。": ["script.chinese_marks"]}


def test_looking_writes_nothing(only) -> None:
    page = make_news("第一句。")
    write(page, "第一句", "The first，really.")
    Segment.objects.update(checked_as="")
    CheckedPage.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert seen(page)
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_a_sentence_without_a_translation_has_no_issues_and_cannot_be_approved() -> None:
    page = make_news("第一句。")
    run(page)
    cleared = write(page, "第一句", "")
    assert "第一句。" not in seen(page)
    with pytest.raises(review.NotApprovable) as refused:
        review.approve(cleared.pk, cleared.version, make_user())
    assert [issue.check_id for issue in refused.value.issues] == ["completeness.empty"]


def test_results_expire_with_the_rules_the_style_the_glossary_and_the_day(only, monkeypatch) -> None:
    page = make_news("量子計畫開始。")
    row = write(page, "量子", "It begins.")
    checked_as = row.checked_as
    assert checked_as

    def now() -> str:
        return conditions.conditions_for(NewsPage.objects.get(pk=page.pk)).checked_as(row)

    assert now() == checked_as
    versions = {checked_as}
    with monkeypatch.context() as other_rules:
        other_rules.setattr(conditions, "RULES_VERSION", 10**6)
        versions.add(now())
    style = HouseStyle.load()
    style.money = "TWD"
    style.save()
    versions.add(now())
    style.money = "NT$"
    style.save()
    term = Term.objects.create(chinese="量子計畫", english="Quantum Program")
    versions.add(now())
    Term.objects.filter(pk=term.pk).update(variants="Quantum Project")
    versions.add(now())
    term.delete()
    page.date = date(2020, 2, 29)
    page.save()
    versions.add(now())
    assert len(versions) == 6


def test_a_glossary_that_changes_while_it_is_read_is_not_kept_under_another_version() -> None:
    page = make_news("量子計畫開始。")
    term = Term.objects.create(chinese="量子計畫", english="Quantum Program")
    changed = False

    def change_after_first_read(execute, sql, params, many, context):
        nonlocal changed
        result = execute(sql, params, many, context)
        if not changed and f'FROM "{Term._meta.db_table}"' in sql:
            changed = True
            Term.objects.filter(pk=term.pk).update(english="Quantum Project")
        return result

    def names() -> list[str]:
        glossary = conditions.conditions_for(page).context.glossary
        return [one.target for one in glossary.terms if one.source == "量子計畫"]

    with connection.execute_wrapper(change_after_first_read):
        assert names() == ["Quantum Program"]
    assert changed
    assert names() == ["Quantum Project"]
    Term.objects.filter(pk=term.pk).update(english="Quantum Program")
    assert names() == ["Quantum Program"]


def test_the_version_does_not_depend_on_the_order_in_which_terms_were_stored() -> None:
    terms = [{"chinese": "量子", "english": "quantum", "kind": kind} for kind in ("term", "field")]
    versions, glossaries = set(), set()
    for order in (terms, terms[::-1]):
        Term.objects.all().delete()
        for fields in order:
            Term.objects.create(**fields)
        versions.add(conditions.site_version())
        glossaries.add(conditions.conditions_for(make_news("量子。")).context.glossary.terms)
    assert len(versions) == len(glossaries) == 1


def test_an_unconfirmed_term_changes_nothing() -> None:
    before = conditions.site_version()
    Term.objects.create(chinese="量子計畫", english="Quantum Program", status="unconfirmed")
    assert conditions.site_version() == before


def test_a_new_term_shows_at_once_and_is_stored_by_the_worker(only) -> None:
    page = make_news("本會推動量子躍進方案。")
    write(page, "本會", "The agency promotes the leap plan.")
    assert stored(page) == {}
    Term.objects.create(chinese="量子躍進方案", english="Quantum Leap Initiative", status="official")
    assert seen(page) == {"本會推動量子躍進方案。": ["terms.required"]}
    recheck_some()
    assert stored(page) == seen(page)


def test_a_fingerprint_depends_on_the_texts_and_on_the_terms_in_them_only(only) -> None:
    page = make_news("量子計畫開始。")
    Term.objects.create(chinese="量子計畫", english="Quantum Program")

    def fingerprint(target: str) -> str:
        row = write(page, "量子", target)
        check_segments([row])
        return row.issues.get(check_id="script.han_left").fingerprint

    before = fingerprint("The Quantum Program begins句.")
    assert fingerprint("The Quantum Program begins句!") != before
    Term.objects.create(chinese="太空計畫", english="Space Program")
    assert fingerprint("The Quantum Program begins句.") == before
    Term.objects.filter(chinese="量子計畫").update(variants="The Quantum Programme")
    assert fingerprint("The Quantum Program begins句.") != before


def test_rules_about_paragraph_and_page_follow_every_sentence(only) -> None:
    only(echo, first)
    page = make_news("第一句。第二句。", "別段。")
    write(page, "第一句", "Same.")
    write(page, "第二句", "Same.")
    assert stored(page) == {"第二句。": ["test.echo"], "第一句。": ["test.first"]}
    write(page, "第一句", "Another.")
    assert stored(page) == {"第一句。": ["test.first"]}
    write(page, "標題", "Title")
    assert stored(page) == seen(page) == {"標題": ["test.first"]}


def test_places_that_rest_on_another_sentence_follow_it(only) -> None:
    only(twins)
    page = make_news("第一句。", "第二句。")
    write(page, "第一句", "The first sentence.")
    write(page, "第二句", "Two.")
    before = QualityIssue.objects.get()
    assert (before.target_spans, before.fixes) == ([[0, 4]], [["target", 0, 4, "Cut"]])
    write(page, "第二句", "Another.")
    after = QualityIssue.objects.get()
    assert (after.pk, after.fingerprint) == (before.pk, before.fingerprint)
    assert (after.target_spans, after.fixes) == ([[0, 8]], [["target", 0, 8, "Cut"]])


def test_a_sentence_that_leaves_the_page_is_not_looked_at_any_more(only) -> None:
    only(first)
    page = make_news("第一句。", "第二句。")
    write(page, "第一句", "One.")
    write(page, "第二句", "Two.")
    page = publish(page, "第二句。")
    assert seen(page) == {"第二句。": ["test.first"]}
    run(page)
    assert "test.first" in stored(page)["標題"]


def test_an_issue_about_a_paragraph_stops_the_approval_of_its_sentence(only) -> None:
    blocking = Rule("test.echo", Severity.BLOCKS, echo.message, echo.example, echo.look, Scope.PARAGRAPH)
    only(blocking)
    page = make_news("第一句。第二句。")
    write(page, "第一句", "Same.")
    second = write(page, "第二句", "Same.")
    with pytest.raises(review.NotApprovable):
        review.approve(second.pk, second.version, make_user())
    first_row = write(page, "第一句", "Another.")
    assert review.approve(first_row.pk, first_row.version, make_user()).is_approved
    assert review.approve(second.pk, second.version, make_user()).is_approved


def test_a_thousand_sentences_take_at_most_60_queries(only) -> None:
    page = make_news(*("".join(f"甲案的說明第{'一二三四五'[k % 5]}句。" for k in range(25)) for _n in range(40)))
    Segment.objects.filter(page=page).update(target="This sentence has 句 and ， left in it.", state="translated")
    assert Segment.objects.filter(page=page).count() > 1000
    with CaptureQueriesContext(connection) as queries:
        assert recheck_pages([page.pk]) > 1000
    assert len(queries) <= 60
    assert QualityIssue.objects.count() > 2000  # two in every sentence, far more than there ever are
    with CaptureQueriesContext(connection) as queries:
        assert recheck_pages([page.pk]) == 0
    assert len(queries) <= 15


def test_many_pages_take_as_many_queries_as_one(only) -> None:
    pages = [make_news(f"第{n}篇的第一句。", f"第{n}篇的第二句。") for n in range(12)]
    Segment.objects.update(target="Left 句.", state="translated")
    with CaptureQueriesContext(connection) as queries:
        assert recheck_pages([page.pk for page in pages]) == 36
    assert len(queries) <= 25


def test_only_what_differs_is_written(only) -> None:
    page = make_news("第一句。", "第二句。")
    write(page, "第一句", "The first，really.")
    before = QualityIssue.objects.get().pk
    Term.objects.create(chinese="太空計畫", english="Space Program")
    assert recheck_pages([page.pk]) == 3
    assert QualityIssue.objects.get().pk == before


def test_recheck_brings_everything_up_to_date_and_says_how_far_it_is(only) -> None:
    pages = [make_news(f"第{n}句話。", "又一句。") for n in range(3)]
    Segment.objects.update(target="Left 句.", state="translated", checked_as="")
    output = io.StringIO()
    call_command("recheck", stdout=output)
    assert "3 of 3 pages, 9 sentences checked" in output.getvalue()
    assert "Issues: 9 blocks" in output.getvalue()
    for page in pages:
        assert seen(page) == stored(page)
    assert [progress.checked for progress in recheck()] == [0]
    assert [progress.checked for progress in recheck(force=True)] == [9]


def test_the_worker_rechecks_what_has_a_translation_and_leaves_the_rest(only) -> None:
    page = make_news("第一句。")
    row = write(page, "第一句", "Left 句.")
    Segment.objects.update(checked_as="")
    recheck_some()
    row.refresh_from_db()
    assert row.checked_as
    with CaptureQueriesContext(connection) as queries:
        recheck_some()
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_a_page_that_cannot_be_checked_holds_up_no_other_and_its_text_stays_out_of_the_log(
    only, monkeypatch, caplog
) -> None:
    @rule("test.fragile", Severity.HINT, "", Example("", "", ""), scope=Scope.DOCUMENT)
    def fragile(document: DocumentReading) -> Iterator[Finding]:
        """Fails on a hostile text, and quotes it."""
        for reading in document.readings:
            if "embargoed" in reading.unit.target:
                raise ValueError(reading.unit.target)
        yield from ()

    pages = [make_news("第一句。"), make_news("第二句。")]
    write(pages[0], "第一句", "The embargoed figure.")
    write(pages[1], "第二句", "Left 句.")
    QualityIssue.objects.all().delete()
    Segment.objects.update(checked_as="")
    CheckedPage.objects.all().delete()
    only(fragile)
    monkeypatch.setattr(recheck_module, "_failed", set())
    recheck_some(limit=1)
    recheck_some(limit=1)
    assert stored(pages[1]) == {"第二句。": ["script.han_left"]}
    assert f"page {pages[0].pk} cannot be checked" in caplog.text
    assert "ValueError" in caplog.text and "embargoed" not in caplog.text
    caplog.clear()
    recheck_some()
    assert not caplog.text


def test_a_job_counts_what_is_open_in_what_waits_and_what_is_to_be_checked_again(only) -> None:
    page = make_news("第一句。", "第二句。", "第三句。")
    write(page, "第一句", "Left 句，here.")
    approved = write(page, "第二句", "The second，really.")
    review.approve(approved.pk, approved.version, make_user())

    def counts() -> tuple[int, int, int]:
        job = with_issue_counts(TranslationJob.objects.filter(page=page)).get()
        return job.blocking_count, job.warning_count, job.stale_count

    assert counts() == (1, 1, 0)
    Term.objects.create(chinese="太空計畫", english="Space Program")
    assert counts() == (0, 0, 1)
    recheck_some()
    assert counts() == (1, 1, 0)


def test_drafts_of_a_page_are_checked_as_a_whole_when_they_are_all_there(only) -> None:
    only(first)
    page = make_news(body=body_of("第一句。", "第二句。"), title="標題")
    run(page)
    assert "test.first" in stored(page)["標題"]
    assert seen(page) == stored(page)
