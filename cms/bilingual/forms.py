from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class BilingualPageForm(WagtailAdminPageForm):
    """The page editor's form: the source language is chosen once, when the page is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "source_language" in self.fields:
            self.fields["source_language"].disabled = True
