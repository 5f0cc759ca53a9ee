"""A version of an SOP can be withdrawn before it is in force; subjects say the period in words."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Replace

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
    runs = apps.get_model("store", "Run").objects
    for code, words in PERIODS.items():
        begins = f"Pengukuran kinerja {code} "
        renamed = Replace(F("subject"), Value(begins), Value(f"Pengukuran kinerja {words} "))
        runs.filter(cycle__isnull=False, subject__startswith=begins).update(subject=renamed)


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
