"""What people say of issues, what it is bound to, and what the noise report makes of it."""

import contextlib

import pytest
from django.utils import translation

from cms.models import NewsPage
from tests.cms.bilingual.test_threads import at_once
from tests.factories import make_news, make_user
from translation_jobs import checks
from translation_jobs.models import (
    Dismissal,
    FindingRecord,
    Outcome,
    QualityIssue,
    Segment,
    SegmentEvent,
    Term,
    TranslationJob,
)
from translation_jobs.pipeline import dismissals, review
from translation_jobs.pipeline.noise import CheckNoise, noise_of_checks
from translation_jobs.pipeline.quality import open_issues
from translation_jobs.pipeline.recheck import recheck_pages

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

WARNED, BLOCKED, NEVER = "The first，really.", "The first 句.", "See the notice."


SOME = ("markup.placeholders", "script.han_left", "script.chinese_marks")


@pytest.fixture(autouse=True)
def _some_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are their own tests' business."""
    monkeypatch.setattr(checks, "SEGMENT_RULES", tuple(checks.RULES[name] for name in SOME))


@pytest.fixture
def page() -> NewsPage:
    return make_news("第一句。", "見<b>公告</b>。")


def write(page: NewsPage, source: str, target: str) -> Segment:
    row = Segment.objects.current().get(page=page, source__startswith=source)
    return review.save_target(row.pk, row.version, target, make_user())


def issue_of(row: Segment) -> QualityIssue:
    return row.issues.get()


def is_open(row: Segment) -> bool:
    return bool(open_issues([row]).get(row.pk))


def close(act, row: Segment, reason: str = "Right as it is.", preset: str = "", user=None) -> Segment:
    fingerprint = issue_of(row).fingerprint
    return act(row.pk, row.version, fingerprint, user or make_user(), preset=preset, reason=reason)


def actions(row: Segment) -> list[tuple[str, str]]:
    return list(SegmentEvent.objects.filter(segment=row).exclude(action="edited").values_list("action", "note"))


def test_a_dismissed_warning_is_closed_with_its_reason_on_record(page: NewsPage) -> None:
    row, user = write(page, "第一句", WARNED), make_user()
    close(dismissals.dismiss, row, " Quoted as printed. ", "official", user)
    assert not is_open(row)
    dismissal = Dismissal.objects.get()
    assert (dismissal.person, dismissal.check_id, dismissal.is_waiver) == (user, "script.chinese_marks", False)
    with translation.override("en"):
        assert dismissal.why == "This is the official wording – Quoted as printed."
    assert actions(row) == [("dismissed", "script.chinese_marks: official – Quoted as printed.")]
    assert Segment.objects.get(pk=row.pk).version == row.version


def test_what_is_dismissed_may_be_approved_with_everything_clean(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    job = TranslationJob.objects.get(page=page)
    assert review.approve_all_clean(job, {row.pk: row.version}, make_user()).left_with_issues == 1
    close(dismissals.dismiss, row)
    result = review.approve_all_clean(job, {row.pk: row.version}, make_user())
    assert [segment.pk for segment in result.segments] == [row.pk]


def test_another_text_opens_the_issue_again_and_the_old_text_closes_it(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    close(dismissals.dismiss, row)
    row = write(page, "第一句", "The first，indeed.")
    assert is_open(row)
    assert not is_open(write(page, "第一句", WARNED))


def test_a_term_that_the_text_holds_opens_the_issue_again(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    close(dismissals.dismiss, row)
    Term.objects.create(chinese="太空計畫", english="Space Program")
    recheck_pages([page.pk])
    assert not is_open(row)
    Term.objects.create(chinese="第一句", english="The first")
    recheck_pages([page.pk])
    assert is_open(row)


def test_a_blocking_issue_is_waived_not_dismissed_and_then_stops_no_approval(page: NewsPage) -> None:
    row = write(page, "第一句", BLOCKED)
    with pytest.raises(dismissals.NotDismissable):
        close(dismissals.dismiss, row)
    with pytest.raises(review.NotApprovable):
        review.approve(row.pk, row.version, make_user())
    close(dismissals.waive, row)
    assert actions(row) == [("waived", "script.han_left: Right as it is.")]
    assert review.approve(row.pk, row.version, make_user()).is_approved


def test_a_waiver_ends_with_the_text_that_it_was_given_for(page: NewsPage) -> None:
    row = write(page, "第一句", BLOCKED)
    close(dismissals.waive, row)
    row = write(page, "第一句", "The very first 句.")
    with pytest.raises(review.NotApprovable):
        review.approve(row.pk, row.version, make_user())


def test_what_can_never_be_right_cannot_be_waived(page: NewsPage) -> None:
    row = write(page, "見", NEVER)
    assert issue_of(row).check_id == "markup.placeholders"
    with pytest.raises(dismissals.NotDismissable):
        close(dismissals.waive, row)
    draft = write(page, "第一句", "")
    draft.set_draft("first sentence", "dictionary", "offline")
    draft.save()
    recheck_pages([page.pk])
    with pytest.raises(dismissals.NotDismissable):
        close(dismissals.waive, draft)
    assert not Dismissal.objects.exists()


def test_a_warning_cannot_be_waived(page: NewsPage) -> None:
    with pytest.raises(dismissals.NotDismissable):
        close(dismissals.waive, write(page, "第一句", WARNED))


def test_a_restored_issue_is_open_again_and_restoring_twice_does_nothing(page: NewsPage) -> None:
    row = write(page, "第一句", BLOCKED)
    close(dismissals.waive, row)
    fingerprint = issue_of(row).fingerprint
    for _time in range(2):
        dismissals.restore(row.pk, row.version, fingerprint, make_user())
    assert is_open(row)
    assert actions(row)[1:] == [("restored", "script.han_left")]
    with pytest.raises(review.NotApprovable):
        review.approve(row.pk, row.version, make_user())


def test_an_issue_that_is_not_there_any_more_cannot_be_dismissed_or_fixed(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    with pytest.raises(review.IssueGone):
        dismissals.dismiss(row.pk, row.version, "0" * 64, make_user(), preset="", reason="x")
    with pytest.raises(review.IssueGone):
        review.apply_fix(row.pk, row.version, "0" * 64, make_user())
    fingerprint = issue_of(row).fingerprint
    write(page, "第一句", "Mended.")
    with pytest.raises(review.StaleSegment):
        dismissals.dismiss(row.pk, row.version, fingerprint, make_user(), preset="", reason="x")
    with pytest.raises(review.StaleSegment):
        review.apply_fix(row.pk, row.version, fingerprint, make_user())
    assert Segment.objects.get(pk=row.pk).target == "Mended."


def test_a_fix_mends_the_saved_text_and_goes_on_record(page: NewsPage) -> None:
    row, user = write(page, "第一句", WARNED), make_user()
    fixed = review.apply_fix(row.pk, row.version, issue_of(row).fingerprint, user)
    assert (fixed.target, fixed.edited_by, fixed.version) == ("The first, really.", user, row.version + 1)
    assert not fixed.issues.exists()
    event = SegmentEvent.objects.filter(segment=row).last()
    assert (event.action, event.target, event.note) == ("edited", "The first, really.", "script.chinese_marks")


def test_a_fix_of_an_approved_text_takes_its_approval_back(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    row = review.approve(row.pk, row.version, make_user())
    assert not review.apply_fix(row.pk, row.version, issue_of(row).fingerprint, make_user()).is_approved


def test_a_dictionary_draft_offers_no_fix_and_takes_none(page: NewsPage) -> None:
    draft = write(page, "第一句", WARNED)
    stored = issue_of(draft)
    assert stored.can_be_fixed
    draft.set_draft(WARNED, "dictionary", "offline")
    draft.save()
    recheck_pages([page.pk])
    warned = draft.issues.get(check_id="script.chinese_marks")
    assert (warned.fixes, warned.can_be_fixed) == ([], False)
    # A row that was stored with fixes, by an older version.
    QualityIssue.objects.filter(pk=warned.pk).update(fixes=stored.fixes)
    with pytest.raises(review.IssueGone):
        review.apply_fix(draft.pk, draft.version, warned.fingerprint, make_user())
    draft.refresh_from_db()
    assert draft.must_be_rewritten


# The noise report


def noise(check_id: str) -> CheckNoise:
    return next(row for row in noise_of_checks() if row.check_id == check_id)


def outcomes() -> list[str]:
    return list(FindingRecord.objects.order_by("pk").values_list("outcome", flat=True))


def test_a_finding_is_counted_once_however_often_it_is_seen(page: NewsPage) -> None:
    write(page, "第一句", WARNED)
    write(page, "第一句", "The first，indeed.")
    recheck_pages([page.pk], force=True)
    assert outcomes() == [Outcome.OPEN]


def test_what_a_person_mends_is_fixed_and_what_a_rule_forgets_is_gone(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    write(page, "第一句", "The first, really.")
    assert outcomes() == [Outcome.FIXED]
    write(page, "第一句", WARNED)
    assert outcomes() == [Outcome.OPEN]
    Segment.objects.filter(pk=row.pk).update(target="The first, really.")
    recheck_pages([page.pk])
    assert outcomes() == [Outcome.GONE]


def test_taking_a_text_out_fixes_nothing(page: NewsPage) -> None:
    write(page, "第一句", WARNED)
    write(page, "第一句", "")
    assert outcomes() == [Outcome.OPEN]


def test_a_dismissal_counts_until_it_is_taken_back_and_outlives_the_page(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    fingerprint = issue_of(row).fingerprint
    close(dismissals.dismiss, row)
    write(page, "第一句", "The first, really.")
    assert outcomes() == [Outcome.DISMISSED]
    row = write(page, "第一句", WARNED)
    dismissals.restore(row.pk, row.version, fingerprint, make_user())
    assert outcomes() == [Outcome.OPEN]
    close(dismissals.dismiss, row)
    page.delete()
    assert (noise("script.chinese_marks").seen, noise("script.chinese_marks").dismissed) == (1, 1)


def test_what_was_approved_as_it_was_is_passed_over(page: NewsPage) -> None:
    row = write(page, "第一句", WARNED)
    review.approve(row.pk, row.version, make_user())
    assert (noise("script.chinese_marks").passed_over, noise("script.chinese_marks").open) == (1, 1)


@pytest.mark.parametrize(
    ("fixed", "dismissed", "share", "is_noise"),
    [(0, 0, None, False), (0, 4, 1.0, False), (0, 5, 1.0, True), (5, 5, 0.5, False), (5, 6, 6 / 11, True)],
)
def test_a_check_is_noise_when_it_is_dismissed_more_often_than_not(fixed, dismissed, share, is_noise) -> None:
    FindingRecord.objects.bulk_create(
        FindingRecord(check_id="numbers.value", key=f"{outcome}{number}", outcome=outcome)
        for outcome, count in ((Outcome.FIXED, fixed), (Outcome.DISMISSED, dismissed), (Outcome.OPEN, 3))
        for number in range(count)
    )
    row = noise("numbers.value")
    assert (row.seen, row.fixed, row.dismissed) == (fixed + dismissed + 3, fixed, dismissed)
    assert (row.share_dismissed, row.is_noise) == (share, is_noise)
    assert (noise_of_checks()[0].check_id == "numbers.value") is True


# At the same time


@pytest.mark.django_db(transaction=True)
def test_two_people_who_dismiss_at_once_leave_one_dismissal_and_one_count() -> None:
    page = make_news("第一句。")
    users = [make_user(), make_user()]
    for number in range(8):
        row = write(page, "第一句", f"Number {number}，really.")
        fingerprint = issue_of(row).fingerprint

        def dismiss(user, row=row, fingerprint=fingerprint) -> None:
            dismissals.dismiss(row.pk, row.version, fingerprint, user, preset="mistaken", reason="")

        at_once(*(lambda user=user, act=dismiss: act(user) for user in users))
        assert Dismissal.objects.filter(fingerprint=fingerprint).count() == 1
        assert SegmentEvent.objects.filter(action="dismissed").count() == number + 1
    assert outcomes() == [Outcome.DISMISSED]


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_fix_and_save_at_once_one_is_told() -> None:
    page = make_news("第一句。", "第二句。")
    for _round in range(8):
        row = write(page, "第一句", WARNED)
        fingerprint, user = issue_of(row).fingerprint, make_user()
        told: list[str] = []

        def attempt(act, told=told) -> None:
            try:
                act()
            except review.StaleSegment:
                told.append("stale")

        at_once(
            lambda row=row, f=fingerprint, u=user: attempt(lambda: review.apply_fix(row.pk, row.version, f, u)),
            lambda row=row, u=user: attempt(lambda: review.save_target(row.pk, row.version, "By me，too.", u)),
            lambda: recheck_pages([page.pk], force=True),
        )
        assert told == ["stale"]
        row = Segment.objects.get(pk=row.pk)
        assert row.target in ("The first, really.", "By me，too.")
        assert row.issues.count() == (1 if "，" in row.target else 0)
    assert FindingRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_an_edit_of_a_waived_text_at_once_never_approve_the_edit() -> None:
    page = make_news("第一句。", "第二句。")
    for number in range(8):
        row = write(page, "第一句", f"Round {number} 句.")
        close(dismissals.waive, row)

        def approve(row=row) -> None:
            with contextlib.suppress(review.StaleSegment):
                review.approve(row.pk, row.version, make_user())

        def edit(row=row) -> None:
            with contextlib.suppress(review.StaleSegment):
                review.save_target(row.pk, row.version, "Not waived 句 at all.", make_user())

        at_once(approve, edit)
        row.refresh_from_db()
        assert row.is_approved == (row.target != "Not waived 句 at all.")
