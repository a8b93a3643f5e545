"""The demo's people, with a password that everybody knows: never on a site that the public can reach."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from cms.models import User

PASSWORD = "demo"  # noqa: S105  printed for everyone who loads the demo


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    groups: tuple[str, ...]
    language: str
    is_superuser: bool = False


PEOPLE = (
    _Person("admin", (), TRADITIONAL_CHINESE, is_superuser=True),
    _Person("editor", ("Editors", "Moderators"), TRADITIONAL_CHINESE),
    _Person("translator", ("Translators",), ENGLISH),
    _Person("reviewer", ("Reviewers",), TRADITIONAL_CHINESE),
)


def make_people() -> list[str]:
    """Makes those who do not exist yet and leaves the others alone; gives a line about each for the operator.

    A group that does not exist is left out, and said.
    """
    return [_make(person) for person in PEOPLE]


def _make(person: _Person) -> str:
    if User.objects.filter(username=person.name).exists():
        return _("%(name)s exists and was left alone") % {"name": person.name}
    # The account page asks for all three before it saves anything, the language too.
    account = {"email": f"{person.name}@example.org", "first_name": person.name.capitalize(), "last_name": "Demo"}
    if person.is_superuser:
        user = User.objects.create_superuser(person.name, password=PASSWORD, **account)
    else:
        user = User.objects.create_user(person.name, password=PASSWORD, **account)
    groups = list(Group.objects.filter(name__in=person.groups))
    user.groups.set(groups)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": person.language})
    role = ", ".join(group.name for group in groups) or (_("superuser") if person.is_superuser else _("no group"))
    missing = sorted(set(person.groups) - {group.name for group in groups})
    line = f"{person.name} / {PASSWORD} ({role})"
    return f"{line}; {_('there is no group %s') % ', '.join(missing)}" if missing else line
