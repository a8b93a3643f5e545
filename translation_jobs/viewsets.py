"""What Wagtail's admin gets from this app: jobs with their review pages, the memory, the glossary and the persons."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from translation_jobs.models import Budget, ImportSubject, MemoryEntry, Person, Term
from translation_jobs.permissions import can_see_jobs, can_see_ledger, can_see_memory, can_see_outbound
from translation_jobs.views import job_actions, queue, segments
from translation_jobs.views.glossary import PersonIndexView, TermFilterSet, TermIndexView
from translation_jobs.views.glossary_import import ChooseFileView, PreviewView, UndoView
from translation_jobs.views.jobs import JobIndexView
from translation_jobs.views.ledger import LedgerReportView
from translation_jobs.views.leverage import LeverageReportView
from translation_jobs.views.matches import MatchesView
from translation_jobs.views.memory import MemoryIndexView
from translation_jobs.views.memory_entry import (
    EditEntryView,
    EntryHistoryView,
    EntryView,
    RestoreEntryView,
    SupersedeEntryView,
)
from translation_jobs.views.memory_upload import ChooseMemoryFileView, PreviewMemoryFileView
from translation_jobs.views.outbound import OutboundReportView
from translation_jobs.views.quality import NoiseReportView
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
            path("queue/", queue.QueueView.as_view(), name="queue"),
            path("queue/pause/", queue.PauseProviderView.as_view(), name="pause_provider"),
            path("queue/resume/", queue.ResumeProviderView.as_view(), name="resume_provider"),
            path("queue/retry/", queue.RetryProblemView.as_view(), name="retry_problem"),
            path("queue/submissions/", queue.SubmissionsView.as_view(), name="submissions"),
            path("jobs/<int:pk>/", ReviewView.as_view(), name="review"),
            path("jobs/<int:pk>/status/", StatusView.as_view(), name="status"),
            path("jobs/<int:pk>/approve/", job_actions.ApproveCleanView.as_view(), name="approve_clean"),
            path("jobs/<int:pk>/retry/", job_actions.RetryView.as_view(), name="retry"),
            path("jobs/<int:pk>/pause/", job_actions.PauseView.as_view(), name="pause"),
            path("jobs/<int:pk>/resume/", job_actions.ResumeView.as_view(), name="resume"),
            path("jobs/<int:pk>/cancel/", job_actions.CancelView.as_view(), name="cancel"),
            path("jobs/<int:pk>/withdraw/", job_actions.WithdrawView.as_view(), name="withdraw"),
            path("jobs/<int:pk>/restore/", job_actions.RestoreView.as_view(), name="restore"),
            path("segments/<int:pk>/save/", segments.SaveView.as_view(), name="save_segment"),
            path("segments/<int:pk>/approve/", segments.ApproveView.as_view(), name="approve_segment"),
            path("segments/<int:pk>/send-back/", segments.SendBackView.as_view(), name="send_back_segment"),
            path("segments/<int:pk>/revert/", segments.RevertView.as_view(), name="revert_segment"),
            path("segments/<int:pk>/fix/", segments.FixView.as_view(), name="fix_issue"),
            path("segments/<int:pk>/dismiss/", segments.DismissView.as_view(), name="dismiss_issue"),
            path("segments/<int:pk>/waive/", segments.WaiveView.as_view(), name="waive_issue"),
            path("segments/<int:pk>/restore-issue/", segments.RestoreIssueView.as_view(), name="restore_issue"),
            path("segments/<int:pk>/matches/", MatchesView.as_view(), name="matches"),
            path("checks/", NoiseReportView.as_view(), name="noise"),
            path("checks/results/", NoiseReportView.as_view(results_only=True), name="noise_results"),
            path("savings/", LeverageReportView.as_view(), name="leverage"),
            path("savings/results/", LeverageReportView.as_view(results_only=True), name="leverage_results"),
            path("pages/<int:page_id>/submit/", SubmitView.as_view(), name="submit"),
        ]


class MemoryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_memory(request.user)


class MemoryEntryURLFinder(ModelAdminURLFinder):
    """Leads from Wagtail's site history to an entry."""

    edit_url_name = "memory:entry"


class MemoryViewSet(ViewSet):
    """Entries are found, changed and superseded; there is no address that deletes one."""

    name = "memory"
    icon = "history"
    menu_label = _("Translation memory")
    menu_order = 155
    menu_item_class = MemoryMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", MemoryIndexView.as_view(), name="index"),
            path("results/", MemoryIndexView.as_view(results_only=True), name="results"),
            path("entries/<int:pk>/", EntryView.as_view(), name="entry"),
            path("entries/<int:pk>/edit/", EditEntryView.as_view(), name="edit"),
            path("entries/<int:pk>/supersede/", SupersedeEntryView.as_view(), name="supersede"),
            path("entries/<int:pk>/restore/", RestoreEntryView.as_view(), name="restore"),
            path("entries/<int:pk>/history/", EntryHistoryView.as_view(), name="history"),
            path(
                "entries/<int:pk>/history/results/", EntryHistoryView.as_view(results_only=True), name="history_results"
            ),
            path("import/", ChooseMemoryFileView.as_view(), name="import"),
            path("import/<int:pk>/", PreviewMemoryFileView.as_view(), name="preview_import"),
        ]

    def on_register(self) -> None:
        super().on_register()
        register_admin_url_finder(MemoryEntry, MemoryEntryURLFinder)


class RegisterViewSet(ModelViewSet):
    """A list of names that can be exported, and imported from a file."""

    subject: ImportSubject
    add_to_admin_menu = True
    list_per_page = 50
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", ChooseFileView.as_view(subject=self.subject), name="import"),
            path("import/<int:pk>/", PreviewView.as_view(subject=self.subject), name="preview_import"),
            path("import/<int:pk>/undo/", UndoView.as_view(subject=self.subject), name="undo_import"),
        ]


class TermViewSet(RegisterViewSet):
    model = Term
    subject = ImportSubject.TERMS
    index_view_class = TermIndexView
    name = "glossary"
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 160
    list_display = ["chinese", "english", "abbreviation", "kind", "agency", "status"]
    filterset_class = TermFilterSet
    search_fields = ["chinese", "english", "abbreviation", "agency", "variants", "forbidden", "note"]
    panels = [
        FieldRowPanel([FieldPanel("chinese"), FieldPanel("english")]),
        FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("kind"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("variants"), FieldPanel("forbidden")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("agency"),
        FieldPanel("note"),
        FieldPanel("reference"),
    ]


class PersonViewSet(RegisterViewSet):
    model = Person
    subject = ImportSubject.PERSONS
    index_view_class = PersonIndexView
    name = "persons"
    icon = "group"
    menu_label = _("Persons")
    menu_order = 165
    list_display = ["chinese", "english", "title", "valid_from", "valid_to"]
    search_fields = ["chinese", "english", "variants", "title", "note"]
    panels = [
        FieldRowPanel([FieldPanel("chinese"), FieldPanel("english")]),
        FieldPanel("variants"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("note"),
        FieldPanel("reference"),
    ]


class LedgerMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_ledger(request.user)


class OutboundMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_outbound(request.user)


class LedgerViewSet(ViewSet):
    """What was spent, and what was sent; their menu items are among the reports."""

    name = "translation_ledger"
    url_prefix = "translation-ledger"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", LedgerReportView.as_view(), name="index"),
            path("results/", LedgerReportView.as_view(results_only=True), name="results"),
            path("outbound/", OutboundReportView.as_view(), name="outbound"),
            path("outbound/results/", OutboundReportView.as_view(results_only=True), name="outbound_results"),
        ]


class BudgetViewSet(ModelViewSet):
    model = Budget
    name = "translation_budgets"
    url_prefix = "translation-budgets"
    icon = "clipboard-list"
    menu_label = _("Translation budgets")
    menu_order = 900
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "page", "provider", "characters", "money", "warn_at", "is_hard_stop"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("page"), FieldPanel("provider")]),
        FieldRowPanel([FieldPanel("characters"), FieldPanel("money")]),
        FieldRowPanel([FieldPanel("warn_at"), FieldPanel("is_hard_stop")]),
    ]
