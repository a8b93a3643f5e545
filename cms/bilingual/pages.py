"""BilingualPage: one page, two languages, and which of them a reader is served."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.bilingual.approvals import adopt_paragraphs
from cms.bilingual.clusters import remember_children
from cms.bilingual.fields import Pair
from cms.bilingual.forms import BilingualPageForm
from cms.bilingual.languages import TRADITIONAL_CHINESE, html_lang, other_language
from cms.bilingual.models import SERVED_STATES, TargetState
from cms.bilingual.projection import keep_what_others_wrote, lock_page, project, projected_names
from cms.bilingual.transactions import retry_on_deadlock


class Confidentiality(models.TextChoices):
    """Whether the text may leave the house for a translation."""

    ORDINARY = "ordinary", _("Ordinary: outside providers may draft it once it is public")
    # Until it is public it counts as unreleased, and the settings say who may draft that.
    CONFIDENTIAL = "confidential", _("Confidential: never leaves the house")


class LanguageVersion:
    """A page as one reader gets it: every pair in the same language.

    `version.title`, `version.body` and so on give the source field or its twin; the decision is made once, for the
    whole page. `language` is the one that is served, `is_fallback` says that another one was asked for.
    """

    def __init__(self, page: "BilingualPage", requested: str) -> None:
        self.page = page
        self.requested = requested
        self.language = requested if requested in page.available_languages else page.source_language
        self._names = {
            pair.source: pair.source if self.language == page.source_language else pair.twin
            for pair in page.bilingual_pairs
        }

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"{name} is not a bilingual field of {type(self.page).__name__}")
        return getattr(self.page, self._names[name])

    @property
    def is_fallback(self) -> bool:
        return self.language != self.requested

    @property
    def lang(self) -> str:
        """For the `lang` attribute."""
        return html_lang(self.language)


class BilingualPageQuerySet(PageQuerySet):
    def readable_in(self, language: str) -> "BilingualPageQuerySet":
        """Pages that are served in `language`, given as a Django code."""
        return self.filter(_readable_in(language))

    def not_readable_in(self, language: str) -> "BilingualPageQuerySet":
        """Pages that so far exist in the other language only."""
        return self.exclude(_readable_in(language))


def _readable_in(language: str) -> models.Q:
    return models.Q(source_language=language) | models.Q(target_state__in=SERVED_STATES)


class BilingualPage(Page):
    """A page with a source language and a projected target language; see docs/architecture.md.

    Subclasses declare their pairs beside the fields:
    `bilingual_pairs = [*BilingualPage.bilingual_pairs, Pair("body")]`.
    Twin columns are written by the projection alone: assigning them has no effect, naming them in `update_fields` is
    an error.
    """

    source_language = models.CharField(
        _("source language"), max_length=10, choices=settings.LANGUAGES, default=TRADITIONAL_CHINESE
    )
    confidentiality = models.CharField(
        _("confidentiality"), max_length=15, choices=Confidentiality.choices, default=Confidentiality.ORDINARY
    )
    title_twin = models.TextField(_("title"), blank=True, default="", editable=False)
    seo_title_twin = models.TextField(_("title tag"), blank=True, default="", editable=False)
    search_description_twin = models.TextField(_("meta description"), blank=True, default="", editable=False)
    target_state = models.CharField(
        _("state of the target language"),
        max_length=10,
        choices=TargetState.choices,
        default=TargetState.NONE,
        editable=False,
    )
    target_updated_at = models.DateTimeField(null=True, editable=False)
    # The page whose approved paragraphs this page shows: itself, or an alias's original. A fresh copy still names the
    # page it was copied from, which is how `save` knows it, whichever view, action or API made the copy.
    paragraphs_owner = models.BigIntegerField(null=True, editable=False)

    bilingual_pairs: ClassVar[Sequence[Pair]] = [
        Pair("title"),
        Pair("seo_title", required=False),
        Pair("search_description", required=False),
    ]
    # Text fields that read the same in both languages, so that the system check does not ask for a pair.
    untranslated_fields: ClassVar[Sequence[str]] = []

    objects = PageManager.from_queryset(BilingualPageQuerySet)()

    base_form_class = BilingualPageForm
    settings_panels = [*Page.settings_panels, FieldPanel("source_language"), FieldPanel("confidentiality")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("title_twin", boost=2),
        index.AutocompleteField("title_twin"),
    ]

    class Meta:
        abstract = True

    # Languages

    @property
    def target_language(self) -> str:
        return other_language(self.source_language)

    @property
    def available_languages(self) -> list[str]:
        """The languages in which the public can read this page, source first."""
        if self.target_state in SERVED_STATES:
            return [self.source_language, self.target_language]
        return [self.source_language]

    def version(self, language: str | None = None) -> LanguageVersion:
        """The page in `language` (default: the active one) if it is available, else in its source language."""
        return LanguageVersion(self, language or translation.get_language() or self.source_language)

    def url_in(self, language: str, request: HttpRequest | None = None) -> str | None:
        """The page's address under a language prefix; it answers also where only a fallback can be served."""
        with translation.override(language):
            return self.get_url(request)

    def full_url_in(self, language: str, request: HttpRequest | None = None) -> str | None:
        with translation.override(language):
            return self.get_full_url(request)

    def get_alternates(self, request: HttpRequest | None = None) -> list[tuple[str, str]]:
        """(language, absolute address) for each language that is really served, for hreflang and sitemaps."""
        urls = [(code, self.full_url_in(code, request)) for code in self.available_languages]
        return [(code, url) for code, url in urls if url]

    # Serving

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "version": self.version()}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", self.version().lang)
        return response

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        names = dict(settings.LANGUAGES)
        return [("", names[self.source_language]), ("target", names[self.target_language])]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Renders inside the mode's language: a template response is lazy, and the admin has its own language."""
        language = self.target_language if mode_name == "target" else self.source_language
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        alternates = [{"location": url, "lang_code": html_lang(code)} for code, url in self.get_alternates(request)]
        return [
            {"location": url["location"], "lastmod": self.last_published_at, "alternates": alternates}
            for url in alternates
        ]

    def get_cache_key_components(self) -> list[Any]:
        updated = self.target_updated_at.isoformat() if self.target_updated_at else None
        return [*super().get_cache_key_components(), translation.get_language(), updated]

    # Saving: twin columns never come from a form, a revision or an object in memory.

    def serializable_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().serializable_data()
        for name in projected_names(type(self)):
            data.pop(name, None)
        return data

    def with_content_json(self, content: dict[str, Any]) -> "BilingualPage":
        projected = projected_names(type(self))
        page = super().with_content_json({name: value for name, value in content.items() if name not in projected})
        for name in projected:
            setattr(page, name, getattr(self, name))
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            self._save_some(*args, **kwargs)
            return
        if self._state.adding:
            with transaction.atomic():
                self._insert(*args, **kwargs)
                if self.live:
                    project(self)
        else:
            self._update(*args, **kwargs)

    @retry_on_deadlock
    def _update(self, *args: Any, **kwargs: Any) -> None:
        """Run again as a whole, for a person who publishes waits for it. The tree's place of a new page cannot be."""
        put_children_back = remember_children(self)
        try:
            with transaction.atomic():
                lock_page(self.pk)
                keep_what_others_wrote(self)
                super().save(*args, **kwargs)
                if self.live:
                    project(self)
        except OperationalError:
            put_children_back()
            raise

    def _save_some(self, *args: Any, **kwargs: Any) -> None:
        names = set(kwargs["update_fields"])
        refused = names & set(projected_names(type(self)))
        if refused:
            raise ValueError(f"{', '.join(sorted(refused))}: only cms.bilingual.projection writes twin columns")
        with transaction.atomic():
            super().save(*args, **kwargs)
            # An alias that becomes a page of its own keeps what it showed.
            if names & {"alias_of", "alias_of_id"} and self.alias_of_id is None:
                adopt_paragraphs(self, self.paragraphs_owner)

    def _insert(self, *args: Any, **kwargs: Any) -> None:
        copied_from = self.paragraphs_owner
        for pair in self.bilingual_pairs:
            setattr(self, pair.twin, self._meta.get_field(pair.twin).get_default())
        self.target_state, self.target_updated_at = TargetState.NONE, None
        super().save(*args, **kwargs)
        if not self.alias_of_id:
            adopt_paragraphs(self, copied_from)
