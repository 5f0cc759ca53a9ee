import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_the_keys(apps, schema_editor):
    """The key that an agency's head has belongs to whoever came last into that office."""
    agency, duty = (apps.get_model('store', name) for name in ('agency', 'dutyrow'))
    for office in agency.objects.all():
        heads = duty.objects.filter(agency=office, role='kepala_dinas', acting='')
        newest = heads.order_by('-starts', '-pk').first()
        if newest is not None:
            newest.key_name = f'{office.code}-kepala_dinas'
            newest.save(update_fields=['key_name'])
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0018_remarks_on_cells'),
    ]

    operations = [
        migrations.AddField(
            model_name='dutyrow',
            name='basis',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='dutyrow',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='store.dutyrow'),
        ),
        migrations.AddField(
            model_name='dutyrow',
            name='given_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='dutyrow',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties_given', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutyrow',
            name='key_name',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='paperrow',
            name='signed_acting',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='steprun',
            name='done_acting',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='steprun',
            name='own_work',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(name_the_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='dutyrow',
            constraint=models.UniqueConstraint(condition=models.Q(('key_name', ''), _negated=True), fields=('key_name',), name='key_of_one_duty'),
        ),
    ]
