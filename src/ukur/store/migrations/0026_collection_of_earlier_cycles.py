"""What earlier cycles know of the collection: heads of chains, rules of their forms, origins."""

from django.db import migrations
from django.db.models import F

CHECKS = [
    'above_denominator', 'above_hundred', 'decreasing', 'far_from_history', 'far_from_peers',
    'wrong_magnitude',
]


def carry_over(apps, schema_editor):
    task, event = apps.get_model('store', 'unittask'), apps.get_model('store', 'eventrow')
    for row in task.objects.only('pk'):
        last = event.objects.filter(task=row).order_by('-sequence').first()
        if last is not None:
            task.objects.filter(pk=row.pk).update(events_told=last.sequence, chain_head=last.hash)
    task.objects.filter(submitted_at__isnull=False).update(first_submitted_at=F('submitted_at'))
    line = apps.get_model('store', 'formline')
    line.objects.update(checks=CHECKS)
    line.objects.filter(indicator__evidence_needed=True).update(evidence_kinds=['any'])
    entry = apps.get_model('store', 'entry')
    entry.objects.filter(entered_at__isnull=False).update(saves=1, origin='page')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0025_collection'),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
