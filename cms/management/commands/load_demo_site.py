"""`manage.py load_demo_site`: an invented site in two languages, to look at. Loading it again adds what is missing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.articles import demo_site
from cms.articles.demo_people import make_people


class Command(BaseCommand):
    help = "Fills an empty site with invented pages and articles in two languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--people",
            action="store_true",
            help="make the demo's people although DEBUG is off; everybody knows their password",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with_people = settings.DEBUG or options["people"]
        try:
            with transaction.atomic():
                people = make_people() if with_people else []
                site = demo_site.load(self.stdout.write)
        except demo_site.SiteInUse as error:
            raise CommandError(str(error)) from error
        for line in people:
            self.stdout.write(line)
        if not with_people:
            self.stdout.write(_("No people are made, since DEBUG is off and everybody would know their password."))
        self.stdout.write(
            _("The site has %(both)d articles in both languages. In Chinese only:") % {"both": len(site.translated)}
        )
        for page in [*site.chinese_only, *site.drafts]:
            state = _("published") if page.live else _("not published")
            self.stdout.write(f"  {page.pk} {page.slug} ({state})")
