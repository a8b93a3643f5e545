"""An article's old address leads to its page."""

from dataclasses import dataclass, field

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.articles.front_matter import ArticleFileError
from cms.bilingual.pages import BilingualPage

_MAX_PATH = 255  # characters, as in Redirect.old_path


@dataclass(frozen=True, slots=True)
class Redirection:
    """Where the old address went, for the report."""

    places: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def redirect_old_path(old_path: str, page: BilingualPage, *, force: bool = False) -> Redirection:
    """Makes the permanent redirect from an old path, with or without a slash at either end, to the page.

    An existing redirect to the page is kept; one that leads elsewhere is left alone, with a warning, unless `force`.
    Raises ArticleFileError if the path is too long to be kept.
    """
    if not old_path.strip("/ "):
        return Redirection()
    normal = Redirect.normalise_path(iri_to_uri(old_path.strip()))
    if len(normal) > _MAX_PATH:
        raise ArticleFileError(_("The permalink has more than %d characters.") % _MAX_PATH)
    own = {Redirect.normalise_path(page.url_in(code) or "") for code in (page.source_language, page.target_language)}
    if normal in own:
        return Redirection()
    site = page.get_site()
    redirect = Redirect.objects.filter(old_path=normal, site=site).first() or Redirect(old_path=normal, site=site)
    if redirect.pk and redirect.redirect_page_id != page.pk and not force:
        warning = _("%(path)s already leads elsewhere and was left so: %(link)s")
        return Redirection(warnings=[warning % {"path": normal, "link": redirect.link or ""}])
    redirect.redirect_page, redirect.redirect_link = page, ""
    redirect.save()
    return Redirection(places={normal: _("redirect to the page")})
