"""A version of an SOP can be withdrawn before it is in force; subjects say the period in words."""

import django.db.models.deletion
from django.db import migrations, models

PERIODS = {
    "TW1": "Triwulan I",
    "TW2": "Triwulan II",
    "TW3": "Triwulan III",
    "TW4": "Triwulan IV",
    "SEM1": "Semester I",
    "SEM2": "Semester II",
    "TAHUN": "Tahun",
}


def in_words(apps, schema_editor):
    # Of no measurement did anybody write the subject: it came from the cycle, in two forms.
    runs = apps.get_model("store", "Run").objects
    cycles = apps.get_model("store", "Cycle").objects
    for code, year in cycles.order_by().values_list("period", "year").distinct():
        subject = f"Pengukuran kinerja {PERIODS[code]} {year}"
        runs.filter(cycle__period=code, cycle__year=year).update(subject=subject)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0021_lists_do_not_grow'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedureversion',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.account'),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='withdrawal_reason',
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(in_words, migrations.RunPython.noop),
    ]
