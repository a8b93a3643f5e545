"""House style: the form to write where official usage differs, one choice for the whole installation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from translation_jobs.units import HouseStyle as StyleValue


class MoneyForm(models.TextChoices):
    """How an amount of New Taiwan dollars is written in English."""

    SIGN = "NT$", "NT$100"
    ABBREVIATION = "NTD", "NTD 100"
    CODE = "TWD", "TWD 100"


class PercentForm(models.TextChoices):
    """How a percentage is written in English running text."""

    ANY = "", _("Either")
    WORD = "percent", "20 percent"
    SIGN = "%", "20%"


class TaiwanForm(models.TextChoices):
    """Which character a Chinese text writes where both are in use; names keep their own."""

    ANY = "", _("Either")
    FORMAL = "臺", "臺灣"
    COMMON = "台", "台灣"


class Spelling(models.TextChoices):
    """Which English spelling a text follows."""

    ANY = "", _("Either")
    AMERICAN = "us", _("American (program, center)")
    BRITISH = "uk", _("British (programme, centre)")


@register_setting(icon="edit", order=900)
class HouseStyle(BaseGenericSetting):
    """What the checks hold texts to. `HouseStyle.load().as_style()` gives it as a value."""

    money = models.CharField(
        _("New Taiwan dollars in English"), max_length=3, choices=MoneyForm.choices, default=MoneyForm.SIGN
    )
    percent = models.CharField(
        _("percentages in English running text"),
        max_length=7,
        choices=PercentForm.choices,
        default=PercentForm.ANY,
        blank=True,
        help_text=_("Tables may always use the sign."),
    )
    taiwan = models.CharField(
        _("臺 or 台 in Chinese"),
        max_length=1,
        choices=TaiwanForm.choices,
        default=TaiwanForm.ANY,
        blank=True,
        help_text=_("Official documents write 臺. Names in the glossary keep their own character."),
    )
    spelling = models.CharField(
        _("English spelling"), max_length=2, choices=Spelling.choices, default=Spelling.AMERICAN, blank=True
    )

    panels = [
        MultiFieldPanel([FieldPanel("money"), FieldPanel("percent"), FieldPanel("spelling")], heading=_("English")),
        MultiFieldPanel([FieldPanel("taiwan")], heading=_("Chinese")),
    ]

    class Meta:
        verbose_name = _("house style")
        default_permissions = ("change",)

    def as_style(self) -> StyleValue:
        return StyleValue(money=self.money, percent=self.percent, taiwan=self.taiwan, spelling=self.spelling)
