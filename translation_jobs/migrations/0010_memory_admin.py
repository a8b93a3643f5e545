"""Uploads of translations, and who may look at the memory and change it.

Every group that translates or approves sees the memory; the Reviewers may change entries and import files. Nobody may
delete: a memory that forgets cannot say where a public translation came from.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def let_groups_see_the_memory(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    entries, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model="memoryentry")
    # Django makes permissions after all migrations; the groups need theirs now.
    view, change, add = (
        Permission.objects.get_or_create(
            content_type=entries,
            codename=f"{action}_memoryentry",
            defaults={"name": f"Can {action} translation memory entry"},
        )[0]
        for action in ("view", "change", "add")
    )
    Permission.objects.filter(content_type=entries, codename="delete_memoryentry").delete()
    codenames = ["translate_translationjob", "approve_translationjob"]
    own = {"permissions__content_type__app_label": "translation_jobs", "permissions__codename__in": codenames}
    for group in Group.objects.filter(**own).distinct():
        group.permissions.add(view)
    for group in Group.objects.filter(name="Reviewers"):
        group.permissions.add(view, change, add)


class Migration(migrations.Migration):
    dependencies = [
        ("translation_jobs", "0009_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="memoryentry",
            options={
                "default_permissions": ("add", "change", "view"),
                "verbose_name": "translation memory entry",
                "verbose_name_plural": "translation memory",
            },
        ),
        migrations.CreateModel(
            name="MemoryUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("data", models.BinaryField()),
                ("read", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("empty", models.PositiveIntegerField(default=0)),
                ("languages", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("imported_at", models.DateTimeField(null=True, verbose_name="imported")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(let_groups_see_the_memory, migrations.RunPython.noop),
    ]
