# The translation memory: entries, their texts and the index of grams.

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation_jobs', '0004_glossary_persons_house_style'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MemoryGram',
            fields=[
                ('pk', models.CompositePrimaryKey('slot', 'first', blank=True, editable=False, primary_key=True, serialize=False)),
                ('slot', models.BigIntegerField()),
                ('first', models.BigIntegerField()),
                ('count', models.PositiveSmallIntegerField()),
                ('texts', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MemoryText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('norm', models.TextField()),
                ('key', models.BigIntegerField(unique=True)),
                ('indexed', models.BooleanField(default=False)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('indexed', False)), fields=['id'], name='memory_texts_to_index')],
            },
        ),
        migrations.CreateModel(
            name='MemoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_language', models.CharField(max_length=10)),
                ('target_language', models.CharField(max_length=10)),
                ('source', models.TextField(verbose_name='source')),
                ('target', models.TextField(verbose_name='target')),
                ('exact_key', models.BigIntegerField()),
                ('target_key', models.BigIntegerField()),
                ('values_key', models.BigIntegerField(db_index=True)),
                ('numbers', models.JSONField(default=list)),
                ('keys_version', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(choices=[('approved', 'Approved'), ('draft', 'Draft'), ('imported', 'Imported'), ('aligned', 'Aligned by a program')], default='approved', max_length=10, verbose_name='status')),
                ('origin', models.CharField(blank=True, max_length=200, verbose_name='origin')),
                ('unit_id', models.CharField(blank=True, max_length=200)),
                ('domain', models.CharField(blank=True, max_length=60, verbose_name='domain')),
                ('creator', models.CharField(blank=True, max_length=150, verbose_name='written by')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('use_count', models.PositiveIntegerField(default=0, verbose_name='used')),
                ('superseded_at', models.DateTimeField(null=True, verbose_name='superseded')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('superseded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='supersedes', to='translation_jobs.memoryentry')),
                ('source_text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='translation_jobs.memorytext')),
                ('target_text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='translation_jobs.memorytext')),
            ],
            options={
                'verbose_name': 'translation memory entry',
                'verbose_name_plural': 'translation memory',
            },
        ),
        migrations.CreateModel(
            name='MemoryUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.BigIntegerField(default=0)),
                ('after', models.BigIntegerField(default=0)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='translation_jobs.memoryentry')),
                ('segment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memory_use', to='translation_jobs.segment')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='memoryentry',
            constraint=models.UniqueConstraint(fields=('exact_key', 'target_key', 'source_language', 'target_language'), name='one_entry_per_pair'),
        ),
        migrations.AddConstraint(
            model_name='memoryuse',
            constraint=models.UniqueConstraint(condition=models.Q(('segment', None)), fields=('entry', 'before', 'after', 'place'), name='one_use_per_place_in_files'),
        ),
    ]
