"""A run knows whose work its open step decides on, so that nobody need ask for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def finishers(apps, schema_editor):
    run, step = apps.get_model('store', 'run'), apps.get_model('store', 'steprun')
    for row in run.objects.filter(step__isnull=False).only('pk', 'step'):
        done = step.objects.filter(run=row, step__lt=row.step, done_by__isnull=False)
        last = done.exclude(outcome='tidak').order_by('-done_at', '-round', '-step').first()
        if last is not None:
            run.objects.filter(pk=row.pk).update(worked_by=last.done_by_id)
    if schema_editor.connection.vendor == 'postgresql':
        # What was just written is checked now: a table with checks pending cannot be altered.
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0023_signed_events'),
    ]

    operations = [
        migrations.AddField(
            'run',
            'worked_by',
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(finishers, migrations.RunPython.noop),
    ]
