from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn, TitleColumn, UserColumn
from wagtail.admin.views import generic

from translation_jobs.models import JobState, TranslationJob
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

    class Meta:
        model = TranslationJob
        fields = ["state", "level"]


class JobIndexView(generic.IndexView):
    """The list of jobs, those that wait for people first."""

    model = TranslationJob
    any_permission_required = ["translate", "approve"]
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    filterset_class = JobFilterSet
    search_fields = ["page__title", "page__draft_title"]
    results_template_name = "translation_jobs/job_results.html"
    paginate_by = 30

    def get_base_queryset(self) -> QuerySet[TranslationJob]:
        jobs = TranslationJob.objects.with_progress().select_related("page", "requested_by")
        return with_issue_counts(jobs)

    def order_queryset(self, queryset: QuerySet[TranslationJob]) -> QuerySet[TranslationJob]:
        return queryset.order_by(_URGENCY, "-created_at", "-pk")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "page",
                label=_("Page"),
                accessor=lambda job: job.page.draft_title,
                get_url=lambda job: reverse("translation_jobs:review", args=[job.pk]),
            ),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda job: job.get_state_display(),
                primary=lambda job: job.state == JobState.REVIEW,
            ),
            Column("progress", label=_("Approved"), accessor=_progress),
            Column("issues", label=_("Open issues"), accessor=_issues),
            Column("problem", label=_("Problem"), accessor="problem_message"),
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
    return ", ".join(part for part, count in zip(parts, counts, strict=True) if count) or "–"


def _progress(job: Any) -> str:
    return f"{job.approved_count} / {job.segment_count}"
