"""Drafts from the translation memory, what they saved, and which job asks for which sentence."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from cms.bilingual.languages import other_language
from translation_jobs.text.memory_keys import key_of


def key_segments(apps, schema_editor):
    Segment = apps.get_model("translation_jobs", "Segment")
    some = []
    for segment in Segment.objects.only("source", "scale", "target_language").iterator(chunk_size=1_000):
        segment.source_key = key_of(other_language(segment.target_language), segment.source.strip(), segment.scale)
        some.append(segment)
        if len(some) == 1_000:
            Segment.objects.bulk_update(some, ["source_key"])
            some = []
    Segment.objects.bulk_update(some, ["source_key"])


def remember_what_is_approved(apps, schema_editor):
    Segment = apps.get_model("translation_jobs", "Segment")
    MemoryChange = apps.get_model("translation_jobs", "MemoryChange")
    approved = Segment.objects.filter(state__in=["reviewed", "final"]).order_by("pk").values_list("pk", flat=True)
    MemoryChange.objects.bulk_create((MemoryChange(segment_id=pk) for pk in approved), batch_size=1_000)


class Migration(migrations.Migration):

    dependencies = [
        ('translation_jobs', '0005_memory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_key', models.BigIntegerField()),
                ('target_language', models.CharField(max_length=10)),
                ('fence', models.PositiveIntegerField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Leverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('in-context', 'Same sentence in the same place'), ('exact', 'Same sentence'), ('substituted', 'Same sentence, numbers replaced'), ('repetition', 'Repetition of a sentence that is not approved yet'), ('fuzzy', 'Similar sentence'), ('provider', 'Provider')], max_length=12, verbose_name='kind')),
                ('provider', models.CharField(blank=True, max_length=30, verbose_name='provider')),
                ('page_type', models.CharField(blank=True, max_length=100, verbose_name='page type')),
                ('target_language', models.CharField(max_length=10, verbose_name='target language')),
                ('segments', models.PositiveIntegerField(verbose_name='sentences')),
                ('characters', models.PositiveIntegerField(verbose_name='characters')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'leverage',
                'verbose_name_plural': 'leverage',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MemoryChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='segment',
            name='translation_source__f45d42_idx',
        ),
        migrations.AddField(
            model_name='segment',
            name='match_score',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='segment',
            name='memory_entry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='translation_jobs.memoryentry'),
        ),
        migrations.AddField(
            model_name='segment',
            name='source_key',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='translationjob',
            name='waits_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='waiting', to='translation_jobs.translationjob'),
        ),
        migrations.AlterField(
            model_name='segment',
            name='origin',
            field=models.CharField(blank=True, choices=[('mt', 'Machine translation'), ('dictionary', 'Dictionary draft, must be rewritten'), ('tm-in-context', 'Same sentence between the same sentences, translated before'), ('tm-exact', 'Same sentence translated before'), ('tm-numbers', 'Same sentence translated before, numbers replaced'), ('tm-fuzzy', 'Translation of a similar sentence, must be adapted'), ('human', 'Written by a person'), ('import', 'Imported')], max_length=15, verbose_name='origin'),
        ),
        migrations.AddIndex(
            model_name='segment',
            index=models.Index(fields=['source_key', 'target_language'], name='translation_source__8612f0_idx'),
        ),
        migrations.AddField(
            model_name='draftclaim',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='translation_jobs.translationjob'),
        ),
        migrations.AddField(
            model_name='leverage',
            name='job',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leverage', to='translation_jobs.translationjob'),
        ),
        migrations.AddField(
            model_name='memorychange',
            name='segment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='translation_jobs.segment'),
        ),
        migrations.AddConstraint(
            model_name='draftclaim',
            constraint=models.UniqueConstraint(fields=('source_key', 'target_language'), name='one_claim_per_sentence'),
        ),
        migrations.RunPython(key_segments, migrations.RunPython.noop),
        migrations.RunPython(remember_what_is_approved, migrations.RunPython.noop),
    ]
