"""A run knows the head of its journal, so that the next event need not ask for it."""

from django.db import migrations, models


def heads(apps, schema_editor):
    run, event = apps.get_model('store', 'run'), apps.get_model('store', 'eventrow')
    for row in run.objects.only('pk'):
        last = event.objects.filter(run=row, task=None).order_by('-sequence').first()
        if last is not None:
            run.objects.filter(pk=row.pk).update(events_told=last.sequence, chain_head=last.hash)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0016_letters_and_plain_runs'),
    ]

    operations = [
        migrations.AddField('run', 'chain_head', models.CharField(default='0' * 64, max_length=64)),
        migrations.AddField('run', 'events_told', models.PositiveIntegerField(default=0)),
        migrations.RunPython(heads, migrations.RunPython.noop),
    ]
