from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_bilingual_log_actions(actions: Any) -> None:
    actions.register_action("bilingual.approve", _("Approve translation"), _("Translation approved"))
    actions.register_action("bilingual.withdraw", _("Withdraw translation"), _("Translation taken off the site"))
    actions.register_action("bilingual.restore", _("Restore translation"), _("Translation shown on the site again"))
