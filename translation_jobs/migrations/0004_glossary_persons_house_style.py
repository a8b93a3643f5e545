"""The glossary's variants and agencies, the register of persons, house style, and imports that can be undone.

Whoever keeps the glossary keeps the register of persons too; the Reviewers choose the house style.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def let_groups_keep_them(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")

    def permission(action, model, name):
        # Django makes permissions after all migrations; the groups need theirs now.
        kind, _created = ContentType.objects.get_or_create(app_label="translation_jobs", model=model)
        return Permission.objects.get_or_create(
            content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
        )[0]

    register = [permission(action, "person", "person") for action in ("add", "change", "view")]
    for group in Group.objects.filter(name__in=["Translators", "Reviewers"]):
        group.permissions.add(*register)
    for group in Group.objects.filter(name="Reviewers"):
        group.permissions.add(permission("change", "housestyle", "house style"))


class Migration(migrations.Migration):

    dependencies = [
        ('translation_jobs', '0003_check_results'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('terms', 'Glossary'), ('persons', 'Persons')], max_length=10, verbose_name='what')),
                ('state', models.CharField(choices=[('previewed', 'Not confirmed'), ('applied', 'Imported'), ('undone', 'Undone')], default='previewed', max_length=10, verbose_name='state')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('encoding', models.CharField(blank=True, max_length=10)),
                ('changes', models.JSONField(default=list)),
                ('problems', models.JSONField(default=list)),
                ('unknown_columns', models.JSONField(default=list)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('applied_at', models.DateTimeField(null=True, verbose_name='imported')),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'glossary import',
                'verbose_name_plural': 'glossary imports',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HouseStyle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('money', models.CharField(choices=[('NT$', 'NT$100'), ('NTD', 'NTD 100'), ('TWD', 'TWD 100')], default='NT$', max_length=3, verbose_name='New Taiwan dollars in English')),
                ('percent', models.CharField(blank=True, choices=[('', 'Either'), ('percent', '20 percent'), ('%', '20%')], default='', help_text='Tables may always use the sign.', max_length=7, verbose_name='percentages in English running text')),
                ('taiwan', models.CharField(blank=True, choices=[('', 'Either'), ('臺', '臺灣'), ('台', '台灣')], default='', help_text='Official documents write 臺. Names in the glossary keep their own character.', max_length=1, verbose_name='臺 or 台 in Chinese')),
                ('spelling', models.CharField(blank=True, choices=[('', 'Either'), ('us', 'American (program, center)'), ('uk', 'British (programme, centre)')], default='us', max_length=2, verbose_name='English spelling')),
            ],
            options={
                'verbose_name': 'house style',
                'default_permissions': ('change',),
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chinese', models.CharField(max_length=100, verbose_name='Chinese name')),
                ('english', models.CharField(help_text='As the person writes it, in the order that this site uses: Tsung-Tsong Wu.', max_length=200, verbose_name='English name')),
                ('variants', models.TextField(blank=True, help_text='Other spellings or orders that are right too, one a line: Wu Tsung-tsong.', verbose_name='accepted variants')),
                ('title', models.CharField(blank=True, help_text='The English title, such as Minister.', max_length=200, verbose_name='title')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in office from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='in office until')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('reference', models.TextField(blank=True, verbose_name='reference')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'persons',
                'ordering': ['chinese', 'english', 'valid_from', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='term',
            options={'ordering': ['chinese', 'agency', 'english', 'pk'], 'verbose_name': 'glossary term', 'verbose_name_plural': 'glossary terms'},
        ),
        migrations.RemoveConstraint(
            model_name='term',
            name='one_row_per_term',
        ),
        migrations.AddField(
            model_name='term',
            name='agency',
            field=models.CharField(blank=True, help_text='For a title that each body translates its own way, such as 主任委員: the Chinese name of the body. Leave it empty for the translation that holds everywhere else.', max_length=200, verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='term',
            name='forbidden',
            field=models.TextField(blank=True, help_text='Names that are in use but wrong, one a line: the checks warn of them.', verbose_name='forbidden names'),
        ),
        migrations.AddField(
            model_name='term',
            name='updated_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed'),
        ),
        migrations.AddField(
            model_name='term',
            name='variants',
            field=models.TextField(blank=True, help_text='Other names that are right too, one a line. Names with Chinese characters count as Chinese.', verbose_name='accepted variants'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('chinese', 'english', 'kind', 'agency'), name='one_row_per_term'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='a_term_ends_after_it_begins'),
        ),
        migrations.AddField(
            model_name='glossaryimport',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('chinese', 'english', 'title'), name='one_row_per_office'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='an_office_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='glossaryimport',
            index=models.Index(fields=['subject', 'state', 'applied_at'], name='glossary_import_history'),
        ),
        migrations.RunPython(let_groups_keep_them, migrations.RunPython.noop),
    ]
