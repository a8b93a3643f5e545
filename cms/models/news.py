from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import PageManager
from wagtail.search import index

from cms.bilingual.fields import Pair, twin_of
from cms.bilingual.languages import other_language
from cms.bilingual.pages import BilingualPage, BilingualPageQuerySet
from cms.blocks import ArticleBlock
from cms.models.panels import bilingual_tabs
from cms.models.taxonomy import Category, Department


class NewsIndexPage(BilingualPage):
    """The list of news in the reader's language, newest first, by category and page."""

    PER_PAGE = 10

    introduction = models.TextField(_("introduction"), blank=True)
    introduction_twin = twin_of(introduction)

    bilingual_pairs = [*BilingualPage.bilingual_pairs, Pair("introduction")]
    edit_handler = bilingual_tabs([*BilingualPage.content_panels, FieldPanel("introduction")], bilingual_pairs)
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The language that this page is served in, so that a fallback lists what belongs to it.
        language = self.version().language
        news = NewsPage.objects.live().public().child_of(self)
        categories = Category.objects.filter(newspage__in=news.readable_in(language)).distinct()
        category = Category.objects.filter(slug=request.GET.get("category", "")).first()
        if category:
            news = news.filter(category=category)
        readable = news.newest_first().readable_in(language).select_related("category", "lead_image")
        page = Paginator(readable.defer_streamfields(), self.PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "category": category,
            "categories": categories,
            "paginator_page": page,
            "articles": [article.version(language) for article in page.object_list],
            "only_in_other_language": news.not_readable_in(language).count(),
            "other_language": other_language(language),
        }


class NewsPageQuerySet(BilingualPageQuerySet):
    def newest_first(self) -> "NewsPageQuerySet":
        return self.order_by("-date", "-pk")


class NewsPage(BilingualPage):
    """A news article. Its date and chosen pictures are the same in both languages; every text is a pair."""

    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.TextField(_("summary"), blank=True)
    summary_twin = twin_of(summary)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("category"))
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("department")
    )
    lead_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("lead image"),
    )
    lead_image_alt = models.CharField(_("alternative text of the lead image"), max_length=255, blank=True)
    lead_image_alt_twin = twin_of(lead_image_alt)
    lead_image_address = models.URLField(
        _("address of the lead image"),
        max_length=500,
        blank=True,
        help_text=_("Where an imported article says that its image is; the site links to it and never loads it."),
    )
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))
    body_twin = twin_of(body)
    source_line = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Who published this, for example 國家科學及技術委員會.")
    )
    source_line_twin = twin_of(source_line)
    front_matter = models.JSONField(
        _("front matter"),
        null=True,
        blank=True,
        editable=False,
    )

    bilingual_pairs = [
        *BilingualPage.bilingual_pairs,
        Pair("summary"),
        Pair("lead_image_alt"),
        Pair("body"),
        Pair("source_line"),
    ]
    objects = PageManager.from_queryset(NewsPageQuerySet)()

    edit_handler = bilingual_tabs(
        [
            *BilingualPage.content_panels,
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("category"), FieldPanel("department")]),
            MultiFieldPanel(
                [FieldPanel("lead_image"), FieldPanel("lead_image_alt"), FieldPanel("lead_image_address")],
                heading=_("Lead image"),
            ),
            FieldPanel("body"),
            FieldPanel("source_line"),
        ],
        bilingual_pairs,
    )
    search_fields = [
        *BilingualPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("summary_twin"),
        index.SearchField("body"),
        index.SearchField("body_twin"),
        index.FilterField("date"),
    ]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")
