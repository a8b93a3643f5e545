"""Two groups to start with: Translators edit and approve, Reviewers may also take a translation off the site.

Both keep the glossary; neither has any permission on pages. An agency may change or delete them.
"""

from django.db import migrations

GROUPS = {
    "Translators": ["translate", "approve"],
    "Reviewers": ["translate", "approve", "withdraw"],
}
NAMES = {
    "translate": "Can edit translations",
    "approve": "Can approve translations",
    "withdraw": "Can take a translation off the site",
}


def make_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    # Django makes permissions after all migrations; the groups need theirs now.
    jobs, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model="translationjob")
    permissions = {
        action: Permission.objects.get_or_create(
            content_type=jobs, codename=f"{action}_translationjob", defaults={"name": name}
        )[0]
        for action, name in NAMES.items()
    }
    terms, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model="term")
    glossary = [
        Permission.objects.get_or_create(
            content_type=terms, codename=f"{action}_term", defaults={"name": f"Can {action} glossary term"}
        )[0]
        for action in ("add", "change", "view")
    ]
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, actions in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(admin, *glossary, *(permissions[action] for action in actions))


class Migration(migrations.Migration):
    dependencies = [
        ("translation_jobs", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
