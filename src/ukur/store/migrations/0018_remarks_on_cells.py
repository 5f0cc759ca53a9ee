"""A remark hangs on one cell or one paragraph, with what it said then."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0017_head_of_the_chain'),
    ]

    operations = [
        migrations.AddField(
            model_name='remark',
            name='row',
            field=models.CharField(blank=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='remark',
            name='column',
            field=models.CharField(blank=True, default='', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='remark',
            name='section',
            field=models.CharField(blank=True, default='', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='remark',
            name='paragraph',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='remark',
            name='quote',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
    ]
