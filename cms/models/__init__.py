"""Models of the site, one module a subject; import them from here."""

from cms.models.files import CustomDocument, CustomImage, CustomRendition
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.site_settings import SiteSettings
from cms.models.standard import StandardPage
from cms.models.taxonomy import Category, Department
from cms.models.users import User

__all__ = [
    "Category",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "Department",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SiteSettings",
    "StandardPage",
    "User",
]
