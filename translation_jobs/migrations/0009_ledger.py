"""The ledger, budgets and the outbound log, with triggers that refuse to change what was written.

Deleting is refused by a trigger on PostgreSQL's ledger alone: SQLite has no TRUNCATE, so there Django's `flush` deletes
row by row like anybody else; model and manager refuse it on both. The outbound log may be shortened by its retention.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import translation_jobs.models.budgets
from django.conf import settings
from django.db import migrations, models

TABLES = ["translation_jobs_ledgerentry", "translation_jobs_outboundcall", "translation_jobs_outboundend"]
POSTGRESQL = """
CREATE FUNCTION translation_jobs_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
PERMISSIONS = {
    "ledgerentry": {"view": "Can view ledger entry"},
    "outboundcall": {"view": "Can view outbound call"},
    "budget": {action: f"Can {action} translation budget" for action in ("add", "change", "delete", "view")},
}


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        for table in TABLES:
            acts = "UPDATE OR DELETE" if table == "translation_jobs_ledgerentry" else "UPDATE"
            schema_editor.execute(
                f"CREATE TRIGGER append_only BEFORE {acts} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION translation_jobs_append_only()"
            )
    elif schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION translation_jobs_append_only() CASCADE")
    elif schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only")


def let_reviewers_see(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group").objects.filter(name="Reviewers").first()
    # Django makes permissions after all migrations; the group needs its own now.
    for model, names in PERMISSIONS.items():
        content_type, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model=model)
        for action, name in names.items():
            permission, _created = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": name}
            )
            if group:
                group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('translation_jobs', '0008_jobs_and_gates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it stands in warnings, such as “Press office”.', max_length=100, verbose_name='name')),
                ('provider', models.CharField(blank=True, choices=translation_jobs.models.budgets.provider_choices, help_text='Leave it empty for all providers outside the house together.', max_length=30, verbose_name='provider')),
                ('characters', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='characters a month')),
                ('money', models.DecimalField(blank=True, decimal_places=2, help_text='In the currency of the settings.', max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='money a month')),
                ('warn_at', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='warn at (percent)')),
                ('is_hard_stop', models.BooleanField(default=True, help_text='Nothing is sent that could go over the limit; otherwise people are only warned.', verbose_name='stop at the limit')),
                ('page', models.ForeignKey(blank=True, help_text='The department: this page and all below it. Leave it empty for the whole site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='translation_budgets', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='section')),
            ],
            options={
                'verbose_name': 'translation budget',
                'verbose_name_plural': 'translation budgets',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='translation_jobs.budget')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.UUIDField(db_index=True, verbose_name='request')),
                ('kind', models.CharField(choices=[('reserve', 'Reserved'), ('charge', 'Charged'), ('refund', 'Refunded')], max_length=7, verbose_name='kind')),
                ('is_uncertain', models.BooleanField(default=False, verbose_name='uncertain')),
                ('provider', models.CharField(max_length=30, verbose_name='provider')),
                ('source_language', models.CharField(max_length=10, verbose_name='source language')),
                ('target_language', models.CharField(max_length=10, verbose_name='target language')),
                ('person_name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('characters', models.PositiveIntegerField(verbose_name='characters')),
                ('money', models.DecimalField(decimal_places=6, max_digits=14, verbose_name='money')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('balance_characters', models.IntegerField(verbose_name='effect on the balance, characters')),
                ('balance_money', models.DecimalField(decimal_places=6, max_digits=14, verbose_name='effect on the balance, money')),
                ('month', models.DateField(verbose_name='month')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='department')),
                ('job', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='translation_jobs.translationjob', verbose_name='job')),
                ('page', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
            ],
            options={
                'verbose_name': 'ledger entry',
                'verbose_name_plural': 'ledger',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='OutboundCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.UUIDField(unique=True, verbose_name='request')),
                ('provider', models.CharField(max_length=30, verbose_name='provider')),
                ('host', models.CharField(max_length=255, verbose_name='server')),
                ('level', models.CharField(choices=[('released', 'Public'), ('unreleased', 'Not released yet'), ('confidential', 'Confidential')], max_length=15, verbose_name='release level')),
                ('source_language', models.CharField(max_length=10, verbose_name='source language')),
                ('target_language', models.CharField(max_length=10, verbose_name='target language')),
                ('passages', models.PositiveIntegerField(verbose_name='passages')),
                ('characters', models.PositiveIntegerField(verbose_name='characters sent')),
                ('digests', models.TextField(verbose_name='SHA-256 of the texts')),
                ('person_name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='time')),
                ('job', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='translation_jobs.translationjob', verbose_name='job')),
                ('page', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
            ],
            options={
                'verbose_name': 'outbound call',
                'verbose_name_plural': 'outbound calls',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='OutboundEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='end', to='translation_jobs.outboundcall')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(('characters__isnull', False), ('money__isnull', False), _connector='OR'), name='a_budget_has_a_limit', violation_error_message='Set a limit in characters, in money, or both.'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(fields=('page', 'provider'), name='one_budget_per_department_and_provider', violation_error_message='There is a budget for this section and provider already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(condition=models.Q(('page', None)), fields=('provider',), name='one_budget_per_site_and_provider', violation_error_message='There is a budget for the whole site and this provider already.'),
        ),
        migrations.AddConstraint(
            model_name='budgetwarning',
            constraint=models.UniqueConstraint(fields=('budget', 'month'), name='one_warning_per_budget_and_month'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['month', 'department'], name='ledger_of_a_month'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['-at', '-id'], name='ledger_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'reserve')), fields=('request',), name='a_call_is_reserved_once'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('is_uncertain', False), ('kind__in', ['charge', 'refund'])), fields=('request',), name='a_call_is_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('is_uncertain', True)), fields=('request',), name='a_call_is_given_up_once'),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
        migrations.RunPython(let_reviewers_see, migrations.RunPython.noop),
    ]
