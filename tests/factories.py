"""Makes rows for tests: a small site, articles, people. Every function saves what it returns."""

import json
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Locale, Page, Site

from cms.bilingual.approvals import Approval, approve_paragraphs
from cms.bilingual.pages import BilingualPage
from cms.bilingual.projection import translatable_paragraphs
from cms.models import HomePage, NewsIndexPage, NewsPage, User

_numbers = count(1)


def make_home(title: str = "國科會") -> HomePage:
    """The default site's root, in place of the page that Wagtail's migrations make."""
    Locale.objects.get_or_create(language_code="zh-hant")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title=title, slug="site"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    Site.clear_site_root_paths_cache()
    return home


def make_news_index(home: HomePage | None = None) -> NewsIndexPage:
    home = home or HomePage.objects.first() or make_home()
    return home.add_child(instance=NewsIndexPage(title="新聞", slug="news"))


def paragraph_block(html: str, block_id: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": html, "id": block_id}


def body_of(*texts: str) -> str:
    """A body with one rich-text block for each text, with stable ids (b1, b2, …) and block keys (k1, k2, …)."""
    return json.dumps(
        [
            paragraph_block(f'<p data-block-key="k{number}">{text}</p>', f"b{number}")
            for number, text in enumerate(texts, start=1)
        ]
    )


def make_news(*texts: str, title: str = "標題", live: bool = True, **fields: Any) -> NewsPage:
    """A news article with one rich-text block a text; with a published (or, live=False, a draft) revision."""
    index = NewsIndexPage.objects.first() or make_news_index()
    fields.setdefault("slug", f"article-{next(_numbers)}")
    fields.setdefault("body", body_of(*texts))
    page = index.add_child(instance=NewsPage(title=title, live=False, **fields))
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def english_of(text: str) -> str:
    """A stand-in translation: says which text it belongs to, keeps placeholders, holds no Han."""
    return "".join(f"[{ord(char):x}]" if ord(char) > 0x2E80 else char for char in text)


def approve_all(page: BilingualPage, user: Any = None, **targets: str) -> None:
    """Approves `english_of` for every paragraph of the source that `page` holds, or the target given for its path."""
    approve_paragraphs(
        page,
        [Approval.of(p, targets.get(p.path, english_of(p.text))) for p in translatable_paragraphs(page)],
        user,
    )


def make_user(
    name: str = "", *, groups: tuple[str, ...] = (), permissions: tuple[str, ...] = (), **fields: Any
) -> User:
    user = User.objects.create_user(name or f"user{next(_numbers)}", password="password", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    user.user_permissions.set(
        Permission.objects.get(content_type__app_label=label, codename=codename)
        for label, codename in (permission.split(".") for permission in permissions)
    )
    return user


def make_superuser(name: str = "admin") -> User:
    return User.objects.create_superuser(name, f"{name}@example.org", "password")
