"""`manage.py import_article FILE…`: makes news pages of Markdown files with front matter; all of them or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.articles.front_matter import ArticleFile, ArticleFileError, parse_article
from cms.articles.importer import ImportRefused, ImportReport, import_article
from cms.bilingual.languages import ENGLISH
from cms.models import NewsIndexPage


class Command(BaseCommand):
    help = "Imports articles (Markdown with front matter) as news pages. Importing a file again updates its page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--parent", metavar="SLUG", help="the news index to put them under; needed if there are two"
        )
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default=ENGLISH,
            help="the language the files are written in",
        )
        parser.add_argument("--draft", action="store_true", help="do not publish")
        parser.add_argument("--force", action="store_true", help="overwrite pages that were edited since")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = [_read(path) for path in options["files"]]
        parent = _parent(options["parent"])
        with transaction.atomic():
            reports = [self._import(article, parent, options) for article in articles]
        for report in reports:
            self._print(report)

    def _import(self, article: ArticleFile, parent: NewsIndexPage, options: dict[str, Any]) -> ImportReport:
        try:
            return import_article(
                article,
                parent,
                source_language=options["language"],
                publish=not options["draft"],
                force=options["force"],
            )
        except (ArticleFileError, ImportRefused) as error:
            raise _nothing_imported(article.name, error) from error

    def _print(self, report: ImportReport) -> None:
        said = {
            "created": _("created"),
            "updated": _("updated"),
            "published": _("published"),
            "unchanged": _("unchanged"),
        }
        state = _("on the site") if report.is_live else _("not on the site")
        self.stdout.write(f"{report.title}\n  {said[report.action]}, {state}, {_('page')} {report.page_id}")
        for language, url in report.urls.items():
            self.stdout.write(f"  {language}: {url}")
        for name, place in report.fields.items():
            self.stdout.write(f"  {name} → {place}")
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(f"  ! {warning}"))


def _read(path: Path) -> ArticleFile:
    try:
        return parse_article(path.read_bytes(), path.name)
    except (ArticleFileError, OSError) as error:
        raise _nothing_imported(str(path), error) from error


def _nothing_imported(name: str, error: Exception) -> CommandError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return CommandError(f"{name}: {reason}\n{_('Nothing was imported.')}")


def _parent(slug: str | None) -> NewsIndexPage:
    """The news index called `slug`, or the only one there is."""
    found: list[NewsIndexPage] = list(NewsIndexPage.objects.filter(slug=slug) if slug else NewsIndexPage.objects.all())
    if len(found) == 1:
        return found[0]
    slugs = ", ".join(NewsIndexPage.objects.values_list("slug", flat=True)) or "–"
    raise CommandError(_("Name the news index to import into with --parent. There are: %s") % slugs)
