"""The page editor's tabs, the same for every bilingual page."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface

from cms.bilingual.fields import Pair
from cms.bilingual.pages import BilingualPage


def bilingual_tabs(
    content: Sequence[Panel], pairs: Sequence[Pair], settings: Sequence[Panel] = BilingualPage.settings_panels
) -> TabbedInterface:
    """Content, the target language to read, promotion, settings.

    The target language is read-only: it is written in the translation review and shown here as the public sees it.
    """
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(
                [
                    FieldPanel("target_state", read_only=True),
                    *(FieldPanel(pair.twin, read_only=True) for pair in pairs),
                ],
                heading=_("Other language"),
            ),
            ObjectList(BilingualPage.promote_panels, heading=_("Promote")),
            ObjectList(settings, heading=_("Settings")),
        ]
    )
