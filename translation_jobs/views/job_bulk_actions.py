"""What people do to many jobs at once, from the list of jobs."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.bulk_action import BulkAction

from translation_jobs.forms import ScheduleForm
from translation_jobs.models import TranslationJob
from translation_jobs.permissions import can_pause, can_translate
from translation_jobs.pipeline import control
from translation_jobs.views.jobs import JobFilterSet


class JobBulkAction(BulkAction):
    """An act on each of the selected jobs that it can still be done to."""

    models = [TranslationJob]
    template_name = "translation_jobs/confirm_job_bulk_action.html"
    # The question that the person answers, and what the page says when a person may not.
    question: Any = ""

    @staticmethod
    def act(job_id: int) -> bool:
        raise NotImplementedError

    @classmethod
    def get_queryset(cls, model: type[TranslationJob], object_ids: list[Any]) -> QuerySet[TranslationJob]:
        # Each act locks its page; always in the same order, or two people's acts could wait for each other.
        return TranslationJob.objects.filter(pk__in=object_ids).select_related("page").order_by("page_id", "pk")

    def check_perm(self, obj: TranslationJob) -> bool:
        return can_pause(self.request.user)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """What the list showed: its filters and its search come with the request."""
        jobs = JobFilterSet(self.request.GET, queryset=TranslationJob.objects.all(), request=self.request).qs
        if words := self.request.GET.get("q"):
            jobs = jobs.filter(Q(page__title__icontains=words) | Q(page__draft_title__icontains=words))
        return jobs.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"action_name": self.display_name, "question": self.question}

    @classmethod
    def execute_action(cls, objects: list[TranslationJob], **kwargs: Any) -> tuple[int, int]:
        return sum(cls.act(job.pk) for job in objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = ngettext("%(count)d job was changed.", "%(count)d jobs were changed.", num_parent_objects)
        return message % {"count": num_parent_objects}


class PauseBulkAction(JobBulkAction):
    display_name = gettext_lazy("Pause")
    action_type = "pause"
    aria_label = gettext_lazy("Pause the selected jobs")
    question = gettext_lazy("Pause these jobs? Jobs that wait or are being drafted stop before the next call.")
    action_priority = 10
    act = staticmethod(control.pause)


class ResumeBulkAction(JobBulkAction):
    display_name = gettext_lazy("Resume")
    action_type = "resume"
    aria_label = gettext_lazy("Resume the selected jobs")
    question = gettext_lazy("Have these jobs go on? Paused, failed and waiting jobs are taken up at once.")
    action_priority = 20
    act = staticmethod(control.go_on)


class CancelBulkAction(JobBulkAction):
    display_name = gettext_lazy("Call off")
    action_type = "call_off"
    aria_label = gettext_lazy("Call the selected jobs off")
    question = gettext_lazy("Call these jobs off? What was translated is kept, and the pages can be sent again.")
    action_priority = 40
    act = staticmethod(control.call_off)

    def check_perm(self, obj: TranslationJob) -> bool:
        return can_translate(self.request.user)


class RescheduleBulkAction(JobBulkAction):
    display_name = gettext_lazy("Priority and times…")
    action_type = "reschedule"
    aria_label = gettext_lazy("Change priority and times of the selected jobs")
    question = gettext_lazy("Set the priority and the times of these jobs:")
    action_priority = 30
    form_class = ScheduleForm

    def check_perm(self, obj: TranslationJob) -> bool:
        return can_translate(self.request.user)

    def get_execution_context(self) -> dict[str, Any]:
        form: Any = self.cleaned_form
        return {"schedule": form.schedule}

    @classmethod
    def execute_action(cls, objects: list[TranslationJob], **kwargs: Any) -> tuple[int, int]:
        return sum(control.reschedule(job.pk, kwargs["schedule"]) for job in objects), 0


ACTIONS: list[type[JobBulkAction]] = [PauseBulkAction, ResumeBulkAction, RescheduleBulkAction, CancelBulkAction]
