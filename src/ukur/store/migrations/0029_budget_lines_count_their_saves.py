"""Budget lines say how often they were changed, as lines of figures do."""

from django.db import migrations, models


def count_what_was_entered(apps, schema_editor):
    entry = apps.get_model('store', 'budgetentry')
    entry.objects.filter(entered_at__isnull=False).update(saves=1)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0028_notice_of_reopening'),
    ]

    operations = [
        migrations.AddField(
            model_name='budgetentry',
            name='saves',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count_what_was_entered, migrations.RunPython.noop),
    ]
