from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.bilingual.fields import Pair, twin_of
from cms.bilingual.pages import BilingualPage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.panels import bilingual_tabs


class HomePage(BilingualPage):
    """The front page: a greeting and the latest news in the reader's language."""

    LATEST = 6

    introduction = models.TextField(_("introduction"), blank=True)
    introduction_twin = twin_of(introduction)

    bilingual_pairs = [*BilingualPage.bilingual_pairs, Pair("introduction")]
    edit_handler = bilingual_tabs([*BilingualPage.content_panels, FieldPanel("introduction")], bilingual_pairs)
    max_count = 1
    subpage_types = ["cms.NewsIndexPage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The language that this page is served in, so that a fallback lists what belongs to it.
        language = self.version().language
        news = NewsPage.objects.live().public().descendant_of(self).newest_first().readable_in(language)
        latest = news.select_related("category", "lead_image").defer_streamfields()
        news_index = NewsIndexPage.objects.live().public().child_of(self).readable_in(language).first()
        return super().get_context(request, *args, **kwargs) | {
            "latest": [page.version(language) for page in latest[: self.LATEST]],
            "news_index": news_index and news_index.version(language),
        }
