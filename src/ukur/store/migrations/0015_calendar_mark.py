
"""The calendar bears a mark that changes with it, so that what was read of it can be kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0014_exceptions'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='calendar_mark',
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
