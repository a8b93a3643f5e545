from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.bilingual.fields import Pair, twin_of
from cms.bilingual.pages import BilingualPage
from cms.blocks import ArticleBlock
from cms.models.panels import bilingual_tabs


class StandardPage(BilingualPage):
    """A page of text that is not dated: about us, privacy, contact."""

    introduction = models.TextField(_("introduction"), blank=True)
    introduction_twin = twin_of(introduction)
    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("body"))
    body_twin = twin_of(body)

    bilingual_pairs = [*BilingualPage.bilingual_pairs, Pair("introduction"), Pair("body")]
    edit_handler = bilingual_tabs(
        [*BilingualPage.content_panels, FieldPanel("introduction"), FieldPanel("body")], bilingual_pairs
    )
    search_fields = [
        *BilingualPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("introduction_twin"),
        index.SearchField("body"),
        index.SearchField("body_twin"),
    ]
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
