"""Sending pages for translation from the page editor and from the explorer."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.bilingual.pages import BilingualPage
from translation_jobs.forms import BulkSubmitForm
from translation_jobs.models import Schedule, TranslationJob
from translation_jobs.permissions import can_see_jobs, can_submit
from translation_jobs.pipeline.bulk_submission import request_submissions
from translation_jobs.pipeline.estimates import estimate_submission
from translation_jobs.pipeline.release import release_level
from translation_jobs.pipeline.submission import submit


class SubmitView(WagtailAdminTemplateMixin, TemplateView):
    """Says what will be sent, to whom and why, and sends it: the draft if there is one, else the live page."""

    template_name = "translation_jobs/submit.html"
    header_icon = "globe"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not can_submit(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Any:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not isinstance(page, BilingualPage):
            raise PermissionDenied
        return page

    @property
    def is_draft(self) -> bool:
        return bool(self.page.has_unpublished_changes or not self.page.live)

    def get_page_title(self) -> str:
        return _("Send for translation")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.page.get_latest_revision_as_object() if self.is_draft else self.page
        level = release_level(version, is_draft=self.is_draft)
        estimate = estimate_submission(self.page, draft=self.is_draft)
        job = TranslationJob.objects.open().filter(page_id=self.page.pk).first()
        form = kwargs.pop("form", None) or BulkSubmitForm(initial=asdict(job.schedule if job else Schedule()))
        if self.page.is_leaf():
            del form.fields["include_descendants"]
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "is_draft": self.is_draft,
            "level": level,
            "provider": estimate.provider,
            "estimate": estimate,
            "job": job,
            "form": form,
            "media": form.media,
        }

    def post(self, request: Any, page_id: int) -> HttpResponse:
        form = BulkSubmitForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["include_descendants"]:
            pages = [page_id, *pages_below([self.page], request.user)]
            request_submissions(pages, request.user, form.schedule)
            messages.success(request, sent_message(len(pages)))
            return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page_id]))
        # The form shows the schedule of a job that is under way; without the form that stays as it is.
        schedule = form.schedule if "priority" in request.POST else None
        job = submit(self.page, request.user, draft=self.is_draft, schedule=schedule)
        if job is None:
            messages.success(request, _("Everything on this page is translated and approved: there is nothing to do."))
        elif can_see_jobs(request.user):
            messages.success(request, _("The page is with the translators."))
            return HttpResponseRedirect(reverse("translation_jobs:review", args=[job.pk]))
        else:
            messages.success(request, _("The page is with the translators."))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page_id]))


def pages_below(pages: Sequence[Page], user: Any) -> list[int]:
    """The pages below these that can be translated and that the person may edit, in one query however many they are."""
    below = reduce(or_, (Q(path__startswith=page.path, depth__gt=page.depth) for page in pages), Q(pk=None))
    allowed = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change"})
    found = allowed.type(BilingualPage).filter(below, alias_of=None).exclude(pk__in=[page.pk for page in pages])
    return list(found.order_by("path").values_list("pk", flat=True))


def sent_message(count: int) -> str:
    return ngettext(
        "%(count)d page is being sent. It comes to the list of translations in a moment.",
        "%(count)d pages are being sent. They come to the list of translations one by one.",
        count,
    ) % {"count": count}


class SubmitBulkAction(PageBulkAction):
    """Sends the selected pages, and their subpages if asked."""

    display_name = gettext_lazy("Send for translation")
    action_type = "send_for_translation"
    aria_label = gettext_lazy("Send the selected pages for translation")
    template_name = "translation_jobs/confirm_bulk_submit.html"
    action_priority = 50
    form_class = BulkSubmitForm

    def check_perm(self, page: Page) -> bool:
        return can_submit(self.request.user, page) and issubclass(page.specific_class, BilingualPage)

    def object_context(self, obj: Page) -> dict[str, Any]:
        return super().object_context(obj) | {"descendant_count": obj.get_descendants().count()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"has_descendants": any(item["descendant_count"] for item in context["items"])}

    def get_execution_context(self) -> dict[str, Any]:
        form: Any = self.cleaned_form
        return super().get_execution_context() | {
            "include_descendants": form.cleaned_data.get("include_descendants", False),
            "schedule": form.schedule,
        }

    @classmethod
    def execute_action(cls, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        user, schedule = kwargs["user"], kwargs["schedule"]
        parents = [page.pk for page in objects]
        children = pages_below(objects, user) if kwargs["include_descendants"] else []
        request_submissions([*parents, *children], user, schedule)
        return len(parents), len(children)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return sent_message(num_parent_objects + num_child_objects)
