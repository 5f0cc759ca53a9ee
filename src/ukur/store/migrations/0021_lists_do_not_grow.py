"""Lists of cycles go year by year."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0020_open_steps_by_role'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='cycle',
            index=models.Index(fields=['agency', '-year'], name='cycle_by_year'),
        ),
    ]
