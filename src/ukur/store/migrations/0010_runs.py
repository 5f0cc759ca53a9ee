"""The run of an SOP gets a table of its own; a measurement cycle is a run with figures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FOLLOWERS = ('steprun', 'eventrow', 'anchor', 'letter')
"""What hung on the cycle and hangs on its run from now on."""
MOVED = ('procedure_id', 'step', 'round', 'finish_by', 'opened_at', 'ended_at')
"""What the cycle knew and its run knows from now on."""


def runs_of_cycles(apps, schema_editor):
    run, cycle, step = (apps.get_model('store', name) for name in ('run', 'cycle', 'steprun'))
    for old in cycle.objects.select_related('agency').order_by('pk'):
        first = step.objects.filter(cycle=old).order_by('opened_at', 'pk').first()
        new = run.objects.create(
            agency=old.agency,
            procedure=old.procedure,
            subject=f'{old.period} {old.year}',
            chain=f'{old.agency.code}/{old.year}/{old.period}',
            step=old.step,
            round=old.round,
            finish_by=old.finish_by,
            opened_at=old.opened_at,
            opened_by=first.done_by if first else None,
            ended_at=old.ended_at,
        )
        cycle.objects.filter(pk=old.pk).update(run=new)
        for name in FOLLOWERS:
            apps.get_model('store', name).objects.filter(cycle=old).update(run=new)
    check_now(schema_editor)


def cycles_of_runs(apps, schema_editor):
    """The way back; runs of other procedures have no place there and are lost."""
    run, cycle = apps.get_model('store', 'run'), apps.get_model('store', 'cycle')
    followers = [apps.get_model('store', name) for name in FOLLOWERS]
    for new in run.objects.all():
        mine = cycle.objects.filter(run=new).first()
        if mine is not None:
            cycle.objects.filter(pk=mine.pk).update(**{name: getattr(new, name) for name in MOVED})
        for follower in followers:
            hanging = follower.objects.filter(run=new)
            if mine is not None:
                hanging.update(cycle=mine)
            elif follower is not followers[-1]:
                hanging.delete()
    check_now(schema_editor)


def check_now(schema_editor):
    """What was just written is checked: PostgreSQL does not alter a table with checks pending."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


def to_cycle(related_name):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to='store.cycle'
    )


def to_run(related_name, *, null=False, once=False):
    kind = models.OneToOneField if once else models.ForeignKey
    return kind(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to='store.run',
    )


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0009_exact_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=300)),
                ('chain', models.CharField(max_length=120)),
                ('step', models.PositiveSmallIntegerField(null=True)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('finish_by', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='store.agency')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='store.procedureversion')),
            ],
            options={'db_table': 'run'},
        ),
        migrations.AddField('cycle', 'run', to_run('cycle', null=True, once=True)),
        migrations.AddField('steprun', 'run', to_run('steps', null=True)),
        migrations.AddField('eventrow', 'run', to_run('events', null=True)),
        migrations.AddField('anchor', 'run', to_run('anchors', null=True)),
        migrations.AddField('letter', 'run', to_run('letters', null=True)),
        migrations.RemoveConstraint('steprun', 'step_once_a_round'),
        migrations.RemoveConstraint('eventrow', 'event_once_a_cycle'),
        migrations.RemoveConstraint('anchor', 'anchor_once_a_head'),
        migrations.RemoveIndex('cycle', 'cycle_inbox'),
        # Empty is allowed before they go, so that the way back can add them before it fills them.
        migrations.AlterField('steprun', 'cycle', to_cycle('runs')),
        migrations.AlterField('eventrow', 'cycle', to_cycle('events')),
        migrations.AlterField('anchor', 'cycle', to_cycle('anchors')),
        migrations.AlterField(
            'cycle',
            'procedure',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='store.procedureversion'),
        ),
        migrations.AlterField('cycle', 'finish_by', models.DateField(null=True)),
        migrations.AlterField('cycle', 'opened_at', models.DateTimeField(null=True)),
        migrations.RunPython(runs_of_cycles, cycles_of_runs),
        *(migrations.RemoveField(name, 'cycle') for name in FOLLOWERS),
        *(
            migrations.RemoveField('cycle', name)
            for name in ('procedure', 'step', 'round', 'finish_by', 'opened_at', 'ended_at')
        ),
        migrations.AlterField('cycle', 'run', to_run('cycle', once=True)),
        migrations.AlterField('steprun', 'run', to_run('steps')),
        migrations.AlterField('eventrow', 'run', to_run('events')),
        migrations.AlterField('anchor', 'run', to_run('anchors')),
        migrations.AddConstraint('steprun', models.UniqueConstraint(fields=('run', 'step', 'round'), name='step_once_a_round')),
        migrations.AddConstraint(
            'eventrow',
            models.UniqueConstraint(condition=models.Q(('task__isnull', True)), fields=('run', 'sequence'), name='event_once_a_run'),
        ),
        migrations.AddConstraint('anchor', models.UniqueConstraint(fields=('run', 'count'), name='anchor_once_a_head')),
        migrations.AddIndex('run', models.Index(fields=['agency', 'step'], name='run_inbox')),
        migrations.AddIndex('run', models.Index(fields=['agency', '-opened_at'], name='run_newest')),
        migrations.AddIndex(
            'steprun',
            models.Index(condition=models.Q(('done_at', None)), fields=['due_at'], name='step_open_by_due'),
        ),
    ]
