"""Acts on one segment. A script gets the row back as HTML in JSON; without one, the whole page comes back.

409 means that somebody else was faster: the answer shows both texts, and nothing was overwritten.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from translation_jobs.forms import SeenForm, SendBackForm, TargetForm
from translation_jobs.models import Segment, TranslationJob
from translation_jobs.permissions import can_approve, can_translate
from translation_jobs.pipeline import review
from translation_jobs.views.presentation import Row, document, rows_of
from translation_jobs.views.review import review_context, summary_html


class SegmentActionView(ABC, View):
    """POST only. Subclasses say who may, which form it is, and what is done with the cleaned data."""

    http_method_names = ["post"]
    form_class: type[Form] = SeenForm
    permission: Callable[[Any], bool] = staticmethod(can_translate)

    @abstractmethod
    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        """Does it, and returns the segment as it is then. May raise StaleSegment or NotApprovable."""

    @cached_property
    def segment(self) -> Segment:
        return get_object_or_404(Segment, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not type(self).permission(request.user):
            raise PermissionDenied
        form = self.form_class(request.POST)
        typed = request.POST.get("target")
        if not form.is_valid():
            errors = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return self._answer(self._row(self.segment, typed=typed, error=errors), status=422)
        try:
            segment = self.act(self.segment.pk, form.cleaned_data)
        except review.StaleSegment as stale:
            row = self._row(stale.current, typed=typed, conflict=True)
            row.error = self._stale_message(stale.current)
            return self._answer(row, status=409)
        except review.NotApprovable as refused:
            reasons = " ".join(issue.message for issue in refused.issues)
            error = _("Not approved: %(reasons)s") % {"reasons": reasons}
            return self._answer(self._row(refused.segment, typed=typed, error=error), status=422)
        return self._answer(self._row(segment), status=200)

    def _row(self, segment: Segment, **extra: Any) -> Row:
        fresh = Segment.objects.select_related("previous", "edited_by", "approved_by", "returned_by", "job").get(
            pk=segment.pk
        )
        (row,) = rows_of([fresh], fresh.job)
        for name, value in extra.items():
            setattr(row, name, value)
        return row

    def _stale_message(self, current: Segment) -> str:
        if current.pk != self.segment.pk or current.retired_at:
            return _("The source of this sentence was changed meanwhile. Your text is kept here; nothing was saved.")
        return _("Somebody else changed this sentence meanwhile. Your text is kept here; nothing was saved.")

    def _answer(self, row: Row, status: int) -> HttpResponse:
        jobs = TranslationJob.objects.filter(page_id=row.segment.page_id).select_related("page")
        job = jobs.open().first() or jobs.first()
        if job is None:
            return HttpResponseRedirect(reverse("translation_jobs:index"))
        doc = document(job)
        if self.request.headers.get("X-Requested-With") == "fetch":
            context = review_context(self.request, doc) | {"row": row}
            html = render_to_string("translation_jobs/includes/segment.html", context, self.request)
            return JsonResponse(
                {"id": row.segment.pk, "html": html, "summary": summary_html(self.request, doc), "error": row.error},
                status=status,
            )
        if status == 200:
            return HttpResponseRedirect(f"{reverse('translation_jobs:review', args=[job.pk])}#segment-{row.segment.pk}")
        doc.rows = [row if other.segment.pk == row.segment.pk else other for other in doc.rows]
        messages.error(self.request, row.error)
        context = review_context(self.request, doc) | {"header_title": job.page.draft_title, "breadcrumbs_items": []}
        return TemplateResponse(self.request, "translation_jobs/review.html", context, status=status)


class SaveView(SegmentActionView):
    form_class = TargetForm

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.save_target(segment_id, data["version"], data["target"], self.request.user)


class ApproveView(SegmentActionView):
    """Approves the text on the screen: what was typed is saved first, in the same transaction."""

    form_class = TargetForm
    permission = staticmethod(can_approve)

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        with transaction.atomic():
            version = data["version"]
            if can_translate(self.request.user) and "target" in self.request.POST:
                version = review.save_target(segment_id, version, data["target"], self.request.user).version
            return review.approve(segment_id, version, self.request.user)


class SendBackView(SegmentActionView):
    form_class = SendBackForm

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.send_back(segment_id, data["version"], data["reason"], self.request.user)


class RevertView(SegmentActionView):
    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.revert_to_draft(segment_id, data["version"], self.request.user)
