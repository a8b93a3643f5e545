"""Bilingual snippets: short names that editors write in both languages themselves."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms.bilingual.languages import ENGLISH


class BilingualName(index.Indexed, models.Model):
    """A name in both languages; neither may be missing, so a page that uses it never mixes languages."""

    name_zh_hant = models.CharField(_("Chinese name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)

    panels = [FieldRowPanel([FieldPanel("name_zh_hant"), FieldPanel("name_en")]), FieldPanel("slug")]
    search_fields = [index.AutocompleteField("name_zh_hant"), index.AutocompleteField("name_en")]

    class Meta:
        abstract = True
        ordering = ["name_zh_hant"]

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The name in a language, given as a Django code."""
        return self.name_en if language == ENGLISH else self.name_zh_hant


class Category(BilingualName):
    """What an article is about: news, events, calls for proposals and so on."""

    class Meta(BilingualName.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class Department(BilingualName):
    """The unit that issues an article, under its official names."""

    class Meta(BilingualName.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")
