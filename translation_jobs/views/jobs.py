from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django_filters import MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import (
    BaseColumn,
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    TitleColumn,
    UserColumn,
)
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from translation_jobs.models import JobState, Priority, TranslationJob
from translation_jobs.pipeline.issue_counts import with_issue_counts

# What waits for people comes first.
_URGENCY = Case(
    When(state__in=[JobState.PAUSED, JobState.FAILED], then=Value(0)),
    When(state=JobState.REVIEW, then=Value(1)),
    When(state__in=[JobState.QUEUED, JobState.RUNNING], then=Value(2)),
    default=Value(3),
)


class JobFilterSet(WagtailFilterSet):
    state = MultipleChoiceFilter(label=gettext_lazy("State"), choices=JobState.choices)
    provider = MultipleChoiceFilter(
        label=gettext_lazy("Provider"), choices=lambda: [(name, name) for name in settings.TRANSLATION_PROVIDERS]
    )

    class Meta:
        model = TranslationJob
        fields = ["state", "priority", "provider", "level"]


class LiveColumn(Column):
    """A column whose cells the page refreshes while a job of the list is waiting or being drafted."""

    cell_template_name = "translation_jobs/live_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"is_moving": instance.state in (JobState.QUEUED, JobState.RUNNING)}


class JobIndexView(generic.IndexView):
    """The list of jobs, those that wait for people first."""

    model = TranslationJob
    any_permission_required = ["translate", "approve"]
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    filterset_class = JobFilterSet
    search_fields = ["page__title", "page__draft_title"]
    template_name = "translation_jobs/jobs.html"
    results_template_name = "translation_jobs/job_results.html"
    paginate_by = 30

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Queue"), reverse("translation_jobs:queue"), icon_name="tasks")]

    def get_base_queryset(self) -> QuerySet[TranslationJob]:
        jobs = TranslationJob.objects.with_progress().select_related("page", "requested_by")
        return with_issue_counts(jobs)

    def order_queryset(self, queryset: QuerySet[TranslationJob]) -> QuerySet[TranslationJob]:
        return queryset.order_by(_URGENCY, F("priority").desc(), F("due_at").asc(nulls_last=True), "-created_at", "-pk")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="translationjob"),
            TitleColumn(
                "page",
                label=_("Page"),
                accessor=lambda job: job.page.draft_title,
                get_url=lambda job: reverse("translation_jobs:review", args=[job.pk]),
            ),
            LiveColumn("state", label=_("State"), accessor=_state),
            LiveColumn("progress", label=_("Progress"), accessor=_progress),
            Column("issues", label=_("Open issues"), accessor=_issues),
            LiveColumn("problem", label=_("Problem"), accessor="problem_message"),
            Column("schedule", label=_("Priority"), accessor=_schedule),
            Column("level", label=_("Release level"), accessor="get_level_display"),
            UserColumn("requested_by", label=_("Requested by")),
            DateColumn("created_at", label=_("Submitted")),
        ]


def _issues(job: Any) -> str:
    """What reviewers must mend before they approve, and what they should look at."""
    parts = [
        _("%(count)d blocking") % {"count": job.blocking_count},
        ngettext("%(count)d warning", "%(count)d warnings", job.warning_count) % {"count": job.warning_count},
        _("%(count)d to check again") % {"count": job.stale_count},
    ]
    counts = (job.blocking_count, job.warning_count, job.stale_count)
    return (
        pgettext("between two counts", ", ").join(part for part, count in zip(parts, counts, strict=True) if count)
        or "–"
    )


def _state(job: Any) -> SafeString:
    primary = " w-status--primary" if job.state == JobState.REVIEW else ""
    return format_html('<span class="w-status{}">{}</span>', primary, job.get_state_display())


def _progress(job: Any) -> SafeString:
    """How many sentences have a draft while they are being drafted, then how many are approved."""
    is_drafting = job.state in (JobState.QUEUED, JobState.RUNNING, JobState.PAUSED, JobState.FAILED)
    count = job.drafted_count if is_drafting else job.approved_count
    label = _("%(count)d of %(total)d drafted") if is_drafting else _("%(count)d of %(total)d approved")
    return format_html(
        '<span class="tq-progress"><progress max="{}" value="{}" aria-hidden="true"></progress>{}</span>',
        job.segment_count or 1,
        count,
        label % {"count": count, "total": job.segment_count},
    )


def _schedule(job: Any) -> SafeString:
    """The priority, and the times if there are any."""
    parts = [
        format_html(
            '<span class="{}">{}</span>',
            "tq-urgent" if job.priority > Priority.NORMAL else "",
            job.get_priority_display(),
        )
    ]
    if job.due_at:
        parts.append(format_html("{}", _("due %(time)s") % {"time": _time(job.due_at)}))
    if job.not_before:
        parts.append(format_html("{}", _("not before %(time)s") % {"time": _time(job.not_before)}))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


def _time(time: datetime) -> str:
    return date_format(timezone.localtime(time), "SHORT_DATETIME_FORMAT")
