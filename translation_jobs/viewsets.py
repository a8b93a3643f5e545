"""What Wagtail's admin gets from this app: the jobs with their review pages, and the glossary."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from translation_jobs.models import Term
from translation_jobs.permissions import can_see_jobs
from translation_jobs.views import job_actions, segments
from translation_jobs.views.jobs import JobIndexView
from translation_jobs.views.review import ReviewView, StatusView
from translation_jobs.views.submit import SubmitView


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_jobs(request.user)


class TranslationJobViewSet(ViewSet):
    name = "translation_jobs"
    url_prefix = "translations"
    icon = "globe"
    menu_label = _("Translations")
    menu_order = 150
    menu_item_class = TranslationsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        kwargs = {"index_url_name": "translation_jobs:index", "index_results_url_name": "translation_jobs:results"}
        return [
            path("", JobIndexView.as_view(**kwargs), name="index"),
            path("results/", JobIndexView.as_view(**kwargs, results_only=True), name="results"),
            path("jobs/<int:pk>/", ReviewView.as_view(), name="review"),
            path("jobs/<int:pk>/status/", StatusView.as_view(), name="status"),
            path("jobs/<int:pk>/approve/", job_actions.ApproveCleanView.as_view(), name="approve_clean"),
            path("jobs/<int:pk>/retry/", job_actions.RetryView.as_view(), name="retry"),
            path("jobs/<int:pk>/cancel/", job_actions.CancelView.as_view(), name="cancel"),
            path("jobs/<int:pk>/withdraw/", job_actions.WithdrawView.as_view(), name="withdraw"),
            path("jobs/<int:pk>/restore/", job_actions.RestoreView.as_view(), name="restore"),
            path("segments/<int:pk>/save/", segments.SaveView.as_view(), name="save_segment"),
            path("segments/<int:pk>/approve/", segments.ApproveView.as_view(), name="approve_segment"),
            path("segments/<int:pk>/send-back/", segments.SendBackView.as_view(), name="send_back_segment"),
            path("segments/<int:pk>/revert/", segments.RevertView.as_view(), name="revert_segment"),
            path("pages/<int:page_id>/submit/", SubmitView.as_view(), name="submit"),
        ]


class TermViewSet(ModelViewSet):
    model = Term
    name = "glossary"
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["chinese", "english", "abbreviation", "kind", "status"]
    list_filter = ["status", "kind"]
    search_fields = ["chinese", "english", "abbreviation", "note"]
    list_per_page = 50
    form_fields = [
        "chinese",
        "english",
        "abbreviation",
        "kind",
        "status",
        "valid_from",
        "valid_to",
        "note",
        "reference",
    ]
    copy_view_enabled = False
