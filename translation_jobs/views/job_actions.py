"""Acts on a whole job, and on the public translation of its page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.bilingual.approvals import restore_target, withdraw_target
from translation_jobs.forms import ApproveCleanForm, WithdrawForm
from translation_jobs.permissions import can_approve, can_pause, can_translate, can_withdraw
from translation_jobs.pipeline import control, review
from translation_jobs.views.review import JobMixin


class ApproveCleanView(JobMixin, View):
    """Approves at one stroke everything on the screen in which no check sees anything."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_approve(request.user):
            raise PermissionDenied
        form = ApproveCleanForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors.get("seen", [])))
            return HttpResponseRedirect(self.review_url)
        result = review.approve_all_clean(self.job, form.cleaned_data["seen"], request.user)
        count = len(result.segments)
        messages.success(
            request,
            ngettext("%(count)d sentence approved.", "%(count)d sentences approved.", count) % {"count": count},
        )
        if result.left_with_issues:
            messages.warning(
                request,
                ngettext(
                    "%(count)d sentence changed meanwhile or has an issue and waits for you.",
                    "%(count)d sentences changed meanwhile or have issues and wait for you.",
                    result.left_with_issues,
                )
                % {"count": result.left_with_issues},
            )
        return HttpResponseRedirect(self.review_url)


class RetryView(JobMixin, View):
    """Has a stopped or waiting job tried again at once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_translate(request.user):
            raise PermissionDenied
        if control.try_again(pk):
            messages.success(request, _("The job is tried again."))
        return HttpResponseRedirect(self.review_url)


class PauseView(JobMixin, View):
    """Stops a job before its next call to a provider, until somebody resumes it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_pause(request.user):
            raise PermissionDenied
        if control.pause(pk):
            messages.success(request, _("The job is paused."))
        return HttpResponseRedirect(self.review_url)


class ResumeView(JobMixin, View):
    """Has a job go on that a person paused."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_pause(request.user):
            raise PermissionDenied
        if control.resume(pk):
            messages.success(request, _("The job goes on."))
        return HttpResponseRedirect(self.review_url)


class CancelView(JobMixin, View):
    """Calls a job off; drafts and approvals are kept, and the page can be sent again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_translate(request.user):
            raise PermissionDenied
        if control.call_off(pk):
            messages.success(request, _("The job is called off. What was translated is kept."))
        return HttpResponseRedirect(self.review_url)


class WithdrawView(JobMixin, WagtailAdminTemplateMixin, FormView):
    """Takes the page's translation off the site, with a reason."""

    template_name = "translation_jobs/withdraw.html"
    form_class = WithdrawForm
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_withdraw(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Take the translation off the site")

    def get_page_subtitle(self) -> str:
        return str(self.job.page.draft_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"job": self.job}

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        withdraw_target(self.job.page.specific, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, _("The translation is off the site."))
        return HttpResponseRedirect(self.review_url)


class RestoreView(JobMixin, View):
    """Shows a withdrawn translation again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_withdraw(request.user):
            raise PermissionDenied
        restore_target(self.job.page.specific, request.user)
        messages.success(request, _("The translation is on the site again, as far as it is approved."))
        return HttpResponseRedirect(self.review_url)
