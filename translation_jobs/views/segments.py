"""Acts on one segment. A script gets the row back as HTML in JSON; without one, the whole page comes back.

409 means that somebody else was faster: the answer shows both texts, and nothing was overwritten.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
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
from django.utils.translation import gettext_lazy
from django.views.generic import View

from translation_jobs.forms import DismissForm, IssueForm, SeenForm, SendBackForm, TargetForm
from translation_jobs.models import Dismissal, Segment, TranslationJob
from translation_jobs.permissions import can_approve, can_see_jobs, can_translate, can_waive
from translation_jobs.pipeline import dismissals, review
from translation_jobs.pipeline.dismissals import NotDismissable
from translation_jobs.views.presentation import Row, document
from translation_jobs.views.review import review_context, summary_html


class UnsavedText(Exception):
    """The act is about the saved text, and another is on the screen; nothing was written."""


class SegmentActionView(ABC, View):
    """POST only. Subclasses say who may, which form it is, and what is done with the cleaned data."""

    http_method_names = ["post"]
    form_class: type[Form] = SeenForm
    permission: Callable[[Any], bool] = staticmethod(can_translate)
    # Whether success leaves another text in the field than the one that was typed.
    replaces_text = False
    done_message: Any = gettext_lazy("Saved.")

    @abstractmethod
    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        """Does it, and returns the segment as it is then.

        May raise StaleSegment, IssueGone, NotApprovable or NotDismissable.
        """

    @cached_property
    def segment(self) -> Segment:
        return get_object_or_404(Segment, pk=self.kwargs["pk"])

    @property
    def data(self) -> Mapping[str, Any]:
        """What the form reads."""
        return self.request.POST

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not type(self).permission(request.user):
            raise PermissionDenied
        form = self.form_class(self.data)
        if not form.is_valid():
            errors = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return self._answer(self.segment, status=422, error=errors)
        try:
            segment = self.act(self.segment.pk, form.cleaned_data)
        except review.StaleSegment as stale:
            message = self._stale_message(stale.current)
            return self._answer(stale.current, status=409, error=message, conflict=True)
        except review.IssueGone as gone:
            message = _("This issue is not there any more: the text, a check or a term has changed since.")
            return self._answer(gone.segment, status=409, error=message)
        except UnsavedText:
            message = _("The fix was made for the text that is saved. Save yours first; the checks then look at it.")
            return self._answer(self.segment, status=409, error=message)
        except review.NotApprovable as refused:
            reasons = " ".join(issue.message for issue in refused.issues)
            message = _("Not approved: %(reasons)s") % {"reasons": reasons}
            return self._answer(refused.segment, status=422, error=message)
        except NotDismissable:
            message = _("This issue cannot be set aside in this way.")
            return self._answer(self.segment, status=422, error=message)
        return self._answer(segment, status=200)

    def _stale_message(self, current: Segment) -> str:
        if current.pk != self.segment.pk or current.retired_at:
            return _("The source of this sentence was changed meanwhile. Your text is kept here; nothing was saved.")
        return _("Somebody else changed this sentence meanwhile. Your text is kept here; nothing was saved.")

    def _answer(self, segment: Segment, status: int, *, error: str = "", conflict: bool = False) -> HttpResponse:
        jobs = TranslationJob.objects.filter(page_id=segment.page_id).select_related("page")
        job = jobs.open().first() or jobs.first()
        if job is None:
            return HttpResponseRedirect(reverse("translation_jobs:index"))
        doc = document(job)
        row = doc.row_of(segment)
        row.error, row.conflict, row.typed = error, conflict, self._typed(row, status)
        row.at_issue = self.request.POST.get("fingerprint", "")
        if self.request.headers.get("X-Requested-With") == "fetch":
            context = review_context(self.request, doc) | {"row": row}
            html = render_to_string("translation_jobs/includes/segment.html", context, self.request)
            answer = {"id": row.segment.pk, "html": html, "summary": summary_html(self.request, doc), "error": error}
            return JsonResponse(answer | {"message": str(self.done_message)}, status=status)
        if status == 200 and row.typed is None:
            return HttpResponseRedirect(f"{reverse('translation_jobs:review', args=[job.pk])}#segment-{row.segment.pk}")
        if error:
            messages.error(self.request, error)
        context = review_context(self.request, doc) | {"header_title": job.page.draft_title, "breadcrumbs_items": []}
        return TemplateResponse(self.request, "translation_jobs/review.html", context, status=status)

    def _typed(self, row: Row, status: int) -> str | None:
        """What the person has typed and nothing has saved, so that it is shown again."""
        typed = self.request.POST.get("target")
        if typed is None or (status == 200 and (self.replaces_text or review.tidy(typed) == row.segment.target)):
            return None
        return typed


class SaveView(SegmentActionView):
    form_class = TargetForm
    replaces_text = True

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.save_target(segment_id, data["version"], data["target"], self.request.user)


class ApproveView(SegmentActionView):
    """Approves the text on the screen: what was typed is saved first, in the same transaction."""

    form_class = TargetForm
    permission = staticmethod(can_approve)
    replaces_text = True
    done_message = gettext_lazy("Approved.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        with transaction.atomic():
            version = data["version"]
            if can_translate(self.request.user) and "target" in self.request.POST:
                version = review.save_target(segment_id, version, data["target"], self.request.user).version
            return review.approve(segment_id, version, self.request.user)


class SendBackView(SegmentActionView):
    form_class = SendBackForm
    done_message = gettext_lazy("Sent back.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.send_back(segment_id, data["version"], data["reason"], self.request.user)


class RevertView(SegmentActionView):
    replaces_text = True

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return review.revert_to_draft(segment_id, data["version"], self.request.user)


class IssueActionView(SegmentActionView):
    """An act on one issue. Each issue of a row has reason fields of its own, named after its fingerprint."""

    form_class: type[Form] = DismissForm

    @property
    def data(self) -> Mapping[str, Any]:
        posted = self.request.POST
        fingerprint = posted.get("fingerprint", "")
        return {
            "version": posted.get("version"),
            "fingerprint": fingerprint,
            "preset": posted.get(f"preset:{fingerprint}", ""),
            "reason": posted.get(f"reason:{fingerprint}", ""),
        }


class FixView(IssueActionView):
    """Makes the edits that an issue brings, in the saved text; a text that is not saved yet is never written over."""

    form_class = IssueForm
    replaces_text = True
    done_message = gettext_lazy("Fixed.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        typed, is_seen = self.request.POST.get("target"), self.segment.version == data["version"]
        if is_seen and typed is not None and review.tidy(typed) != self.segment.target:
            raise UnsavedText
        return review.apply_fix(segment_id, user=self.request.user, **data)


class DismissView(IssueActionView):
    done_message = gettext_lazy("Dismissed.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return dismissals.dismiss(segment_id, user=self.request.user, **data)


class WaiveView(IssueActionView):
    permission = staticmethod(can_waive)
    done_message = gettext_lazy("Waived.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        return dismissals.waive(segment_id, user=self.request.user, **data)


class RestoreIssueView(IssueActionView):
    """Opens a dismissed issue again, for whoever may dismiss one of its kind."""

    form_class = IssueForm
    permission = staticmethod(can_see_jobs)
    done_message = gettext_lazy("The issue is open again.")

    def act(self, segment_id: int, data: dict[str, Any]) -> Segment:
        dismissal = Dismissal.objects.filter(segment=segment_id, fingerprint=data["fingerprint"]).first()
        may = can_waive if dismissal and dismissal.is_waiver else can_translate
        if not may(self.request.user):
            raise PermissionDenied
        return dismissals.restore(segment_id, user=self.request.user, **data)
