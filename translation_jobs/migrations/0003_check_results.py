"""What checks found, under what conditions, what people said of it; and a permission to waive, for the Reviewers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def let_reviewers_waive(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    # Django makes permissions after all migrations; the group needs it now.
    jobs, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model="translationjob")
    waive, _created = Permission.objects.get_or_create(
        content_type=jobs,
        codename="waive_translationjob",
        defaults={"name": "Can approve in spite of a blocking check"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Reviewers"):
        group.permissions.add(waive)


class Migration(migrations.Migration):
    dependencies = [
        ('translation_jobs', '0002_groups'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedPage',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('checked_as', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'checked page',
                'verbose_name_plural': 'checked pages',
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='translationjob',
            options={'default_permissions': (), 'ordering': ['-created_at', '-pk'], 'permissions': [('translate_translationjob', 'Can edit translations'), ('approve_translationjob', 'Can approve translations'), ('withdraw_translationjob', 'Can take a translation off the site'), ('waive_translationjob', 'Can approve in spite of a blocking check')], 'verbose_name': 'translation job', 'verbose_name_plural': 'translation jobs'},
        ),
        migrations.AddField(
            model_name='qualityissue',
            name='fixes',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='qualityissue',
            name='scope',
            field=models.CharField(default='segment', max_length=9),
        ),
        migrations.AddField(
            model_name='qualityissue',
            name='source_spans',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='qualityissue',
            name='target_spans',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='segment',
            name='checked_as',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='segmentevent',
            name='action',
            field=models.CharField(choices=[('drafted', 'drafted'), ('edited', 'edited'), ('approved', 'approved'), ('sent-back', 'sent back'), ('imported', 'imported'), ('dismissed', 'issue dismissed'), ('waived', 'blocking issue waived'), ('restored', 'issue restored')], max_length=10),
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=40, verbose_name='check')),
                ('fingerprint', models.CharField(max_length=64)),
                ('preset', models.CharField(blank=True, choices=[('mistaken', 'The check is mistaken'), ('official', 'This is the official wording'), ('source', 'The source says it like this'), ('intended', 'Said otherwise here on purpose')], max_length=10, verbose_name='usual reason')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('is_waiver', models.BooleanField(default=False, verbose_name='waiver')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='translation_jobs.segment')),
            ],
            options={
                'verbose_name': 'dismissal',
                'verbose_name_plural': 'dismissals',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('segment', 'fingerprint'), name='an_issue_is_dismissed_once'), models.CheckConstraint(condition=models.Q(('preset', ''), ('reason', ''), _negated=True), name='a_dismissal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='FindingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('fixed', 'Fixed by a person'), ('dismissed', 'Dismissed'), ('gone', 'Gone by itself')], default='open', max_length=9)),
                ('first_seen', models.DateTimeField(default=django.utils.timezone.now)),
                ('segment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='translation_jobs.segment')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'default_permissions': (),
                'indexes': [models.Index(fields=['check_id', 'outcome'], name='translation_check_i_9c61be_idx')],
                'constraints': [models.UniqueConstraint(fields=('segment', 'key'), name='a_finding_is_counted_once')],
            },
        ),
        migrations.RunPython(let_reviewers_waive, migrations.RunPython.noop),
    ]
