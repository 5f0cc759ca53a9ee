"""An open step knows its agency and whose turn it is, so that an inbox reads the open ones only."""

import tomllib

import django.db.models.deletion
from django.db import migrations, models


def hands_of_steps(apps, schema_editor):
    """Each step of every run gets its agency, its lead and who works along, from its SOP."""
    steps = apps.get_model('store', 'steprun')
    for version in apps.get_model('store', 'procedureversion').objects.order_by('pk'):
        of_version = steps.objects.filter(run__procedure=version)
        for row in tomllib.loads(version.text).get('step', []):
            joined = row.get('joined', [])
            # A subquery, since a join is not updated.
            steps.objects.filter(pk__in=of_version.filter(step=row['number']).values('pk')).update(
                agency_id=version.agency_id,
                lead=row['lead'],
                joined=f" {' '.join(joined)} " if joined else None,
            )
    # What was written is checked now: PostgreSQL does not alter a table with checks pending.
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0019_duties_are_handed_on'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='run',
            name='run_inbox',
        ),
        migrations.RemoveIndex(
            model_name='steprun',
            name='step_open_by_due',
        ),
        migrations.AddField(
            model_name='steprun',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.agency'),
        ),
        migrations.AddField(
            model_name='steprun',
            name='joined',
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='steprun',
            name='lead',
            field=models.CharField(default='', max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(hands_of_steps, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='steprun',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.agency'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(condition=models.Q(('step__isnull', False)), fields=['agency', '-opened_at'], name='run_running'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(condition=models.Q(('step__isnull', True)), fields=['agency', '-opened_at'], name='run_ended'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(fields=['state', 'role'], name='remark_inbox'),
        ),
        migrations.AddIndex(
            model_name='steprun',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['agency', 'lead', 'due_at'], name='step_open_of_lead'),
        ),
        migrations.AddIndex(
            model_name='steprun',
            index=models.Index(condition=models.Q(('done_at', None), ('joined__isnull', False)), fields=['agency', 'due_at', 'joined'], name='step_open_joined'),
        ),
        migrations.AddIndex(
            model_name='steprun',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['agency', 'due_at', 'lead'], name='step_open_by_due'),
        ),
    ]
