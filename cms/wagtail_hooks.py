from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.models import SiteSettings


class DemoContentPanel(Component):
    """Tells editors on the admin's home page that what they see is invented."""

    template_name = "cms/admin/demo_content_panel.html"
    order = 10


@hooks.register("construct_homepage_panels")
def add_demo_content_panel(request: HttpRequest, panels: list[Any]) -> None:
    if SiteSettings.for_request(request).demo_content:
        panels.append(DemoContentPanel())
