from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.bilingual.languages import ENGLISH


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What an editor may choose for a whole site."""

    name_zh_hant = models.CharField(_("Chinese name"), max_length=100, default="國家科學及技術委員會")
    name_en = models.CharField(_("English name"), max_length=200, default="National Science and Technology Council")
    address_zh_hant = models.CharField(_("Chinese address"), max_length=200, blank=True)
    address_en = models.CharField(_("English address"), max_length=200, blank=True)
    roc_dates = models.BooleanField(
        _("ROC calendar on Chinese pages"),
        default=False,
        help_text=_(
            "Shows dates as 民國115年3月18日 instead of 2026年3月18日. English pages always use the common era."
        ),
    )
    demo_content = models.BooleanField(
        _("demo content"), default=False, help_text=_("Shows on every page that the content of this site is invented.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("address_zh_hant"), FieldPanel("address_en")]),
            ],
            heading=_("Organisation"),
        ),
        FieldPanel("roc_dates"),
        FieldPanel("demo_content"),
    ]

    class Meta:
        verbose_name = _("site settings")

    def name_in(self, language: str) -> str:
        return self.name_en if language == ENGLISH else self.name_zh_hant

    def address_in(self, language: str) -> str:
        return self.address_en if language == ENGLISH else self.address_zh_hant
