import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0013_digest_says_how_many'),
    ]

    operations = [
        migrations.AddField(
            model_name='packagerow',
            name='version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='run',
            name='cancelled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='reopened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='packagerow',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='store.cycle'),
        ),
        migrations.AddConstraint(
            model_name='packagerow',
            constraint=models.UniqueConstraint(fields=('cycle', 'version'), name='package_version_once'),
        ),
    ]
