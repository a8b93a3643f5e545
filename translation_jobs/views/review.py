"""The review page: source and target side by side, in the order of the page."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from translation_jobs.models import DismissalReason, JobState, TranslationJob
from translation_jobs.models.jobs import STOPPED_STATES
from translation_jobs.permissions import can_approve, can_translate, can_waive, can_withdraw
from translation_jobs.pipeline.estimates import estimate
from translation_jobs.views.presentation import Document, document


class JobMixin(PermissionCheckedMixin):
    """A view of one job, for whoever may translate or approve."""

    model = TranslationJob
    any_permission_required = ["translate", "approve"]

    @cached_property
    def job(self) -> TranslationJob:
        return get_object_or_404(TranslationJob.objects.select_related("page"), pk=self.kwargs["pk"])

    @property
    def review_url(self) -> str:
        return reverse("translation_jobs:review", args=[self.job.pk])


class ReviewView(JobMixin, WagtailAdminTemplateMixin, TemplateView):
    """Everything a translator needs for one page; a superseded job leads to the one that took its place."""

    template_name = "translation_jobs/review.html"
    header_icon = "globe"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)  # checks permissions first
        if self.job.state == JobState.SUPERSEDED and self.job.successor_id:
            return HttpResponseRedirect(reverse("translation_jobs:review", args=[self.job.successor_id]))
        return response

    @cached_property
    def document(self) -> Document:
        return document(self.job)

    def get_page_title(self) -> str:
        return str(self.job.page.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translation_jobs:index"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.job.get_state_display())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | review_context(self.request, self.document)
        # What is not drafted yet has not been paid for yet.
        is_waiting = self.job.state in (JobState.QUEUED, JobState.RUNNING, *STOPPED_STATES)
        return context | {"estimate": estimate(self.job) if is_waiting else None}


class StatusView(JobMixin, View):
    """How far drafting has come, for the page that waits for it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        doc = document(self.job)
        return JsonResponse(
            {
                "state": self.job.state,
                "drafting": doc.is_being_drafted,
                "waiting": doc.summary.waiting_for_draft,
                "summary": summary_html(request, doc),
            }
        )


def review_context(request: HttpRequest, doc: Document) -> dict[str, Any]:
    """What the templates of the review page, of one row and of the summary share."""
    summary, names = doc.summary, dict(settings.LANGUAGES)
    return {
        "doc": doc,
        "job": doc.job,
        "page": doc.page,
        "summary": summary,
        "filters": [
            ("all", _("All (%(count)d)") % {"count": summary.total}),
            ("review", _("To review (%(count)d)") % {"count": summary.total - summary.approved}),
            ("changed", _("Changed source (%(count)d)") % {"count": summary.changed}),
            ("issues", _("With issues (%(count)d)") % {"count": summary.with_issues}),
        ],
        "source_name": names[doc.job.source_language],
        "target_name": names[doc.job.target_language],
        "seen": json.dumps(summary.seen),
        "may_translate": can_translate(request.user),
        "may_approve": can_approve(request.user),
        "may_waive": can_waive(request.user),
        "may_withdraw": can_withdraw(request.user),
        "reasons": DismissalReason.choices,
        "live_urls": [(code, doc.page.url_in(code)) for code in doc.page.available_languages if doc.page.live],
    }


def summary_html(request: HttpRequest, doc: Document) -> str:
    return render_to_string("translation_jobs/includes/summary.html", review_context(request, doc), request)
