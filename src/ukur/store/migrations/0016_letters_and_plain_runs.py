"""Letters that come in, dispositions of letters and of cycles, and what is laid beside a step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def dispositions_of_cycles(apps, schema_editor):
    """What the journals tell of the dispositions so far, as rows of their register."""
    disposition, to = (apps.get_model('store', name) for name in ('Disposition', 'DispositionTo'))
    paper = apps.get_model('store', 'PaperRow')
    for event in apps.get_model('store', 'EventRow').objects.filter(verb='disposed').order_by('pk'):
        sheet = paper.objects.filter(code=event.facts.get('paper', '')).first()
        if sheet is None:
            continue
        row = disposition.objects.create(
            agency_id=sheet.cycle.agency_id,
            run_id=event.run_id,
            paper=sheet.code,
            instruction=event.facts.get('instruction', ''),
            due_on=sheet.cycle.run.finish_by,
            given_at=sheet.made_at,
            given_by_id=sheet.made_by_id,
            given_as=event.facts.get('as', ''),
        )
        to.objects.bulk_create(to(disposition=row, role=role) for role in event.facts.get('to', ()))


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0015_calendar_mark'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disposition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(blank=True, max_length=24)),
                ('instruction', models.TextField()),
                ('due_on', models.DateField(null=True)),
                ('given_at', models.DateTimeField()),
                ('given_as', models.CharField(max_length=20)),
            ],
            options={
                'db_table': 'disposition',
                'ordering': ('-given_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='DispositionTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'disposition_to',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='IncomingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('agenda', models.PositiveIntegerField()),
                ('received_on', models.DateField()),
                ('sender', models.CharField(max_length=200)),
                ('number', models.CharField(blank=True, max_length=100)),
                ('dated', models.DateField(null=True)),
                ('subject', models.CharField(max_length=300)),
                ('nature', models.CharField(choices=[('biasa', 'biasa'), ('penting', 'penting'), ('segera', 'segera'), ('rahasia', 'rahasia')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'incoming_letter',
                'ordering': ('-year', '-agenda'),
            },
        ),
        migrations.CreateModel(
            name='StepAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'step_attachment',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='StepNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'step_note',
                'ordering': ('id',),
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='recipient',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['procedure', '-opened_at'], name='run_newest_of_sop'),
        ),
        migrations.AddField(
            model_name='disposition',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='store.agency'),
        ),
        migrations.AddField(
            model_name='disposition',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disposition',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='store.run'),
        ),
        migrations.AddField(
            model_name='dispositionto',
            name='disposition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='store.disposition'),
        ),
        migrations.AddField(
            model_name='dispositionto',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='store.agency'),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incomingletter',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='store.run'),
        ),
        migrations.AddField(
            model_name='disposition',
            name='letter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='store.incomingletter'),
        ),
        migrations.AddField(
            model_name='stepattachment',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stepattachment',
            name='step_run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='store.steprun'),
        ),
        migrations.AddField(
            model_name='stepnote',
            name='step_run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='store.steprun'),
        ),
        migrations.AddField(
            model_name='stepnote',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='dispositionto',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['role'], name='disposition_to_open'),
        ),
        migrations.AddConstraint(
            model_name='dispositionto',
            constraint=models.UniqueConstraint(fields=('disposition', 'role'), name='disposition_once_to_a_role'),
        ),
        migrations.AddConstraint(
            model_name='incomingletter',
            constraint=models.UniqueConstraint(fields=('agency', 'year', 'agenda'), name='agenda_number_once'),
        ),
        migrations.AddIndex(
            model_name='disposition',
            index=models.Index(fields=['agency', '-given_at'], name='disposition_newest'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.CheckConstraint(condition=models.Q(('letter', None), ('run', None), _connector='XOR'), name='disposition_of_letter_or_run'),
        ),
        migrations.RunPython(dispositions_of_cycles, migrations.RunPython.noop),
    ]
