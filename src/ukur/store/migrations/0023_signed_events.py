"""The signature of a head stands beside the event that it signs."""

from django.db import migrations, models


def signatures(apps, schema_editor):
    anchor, event = apps.get_model('store', 'anchor'), apps.get_model('store', 'eventrow')
    for row in anchor.objects.all():
        told = event.objects.filter(run=row.run_id, task=None, sequence=row.count)
        told.update(signature=row.signature)
    check_now(schema_editor)


def anchors(apps, schema_editor):
    """The way back."""
    anchor, event = apps.get_model('store', 'anchor'), apps.get_model('store', 'eventrow')
    for row in event.objects.filter(task=None).exclude(signature='').order_by('pk'):
        anchor.objects.create(
            run_id=row.run_id, count=row.sequence, head=row.hash, at=row.at, signature=row.signature
        )
    check_now(schema_editor)


def check_now(schema_editor):
    """What was just written is checked: PostgreSQL does not alter a table with checks pending."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0022_withdrawn_versions'),
    ]

    operations = [
        migrations.AddField('eventrow', 'signature', models.TextField(blank=True, default=''), preserve_default=False),
        migrations.RunPython(signatures, anchors),
        migrations.DeleteModel('Anchor'),
    ]
