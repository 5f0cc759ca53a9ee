"""Agencies, their units and the days on which they are closed."""

from django.db import models

from ukur.domain.holidays import HolidayKind


class Agency(models.Model):
    """A perangkat daerah: every other row belongs to one."""

    class Mode(models.TextChoices):
        REAL = "real"
        SAMPLE = "sample"
        """Invented figures: every page and paper says so; accounts need no password on loopback."""
        TRIAL = "trial"
        """Published figures recomputed: papers say "UJI HITUNG", with no number or signatory."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    government = models.CharField(max_length=200)
    region = models.CharField(max_length=200)
    city = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    head_title = models.CharField(max_length=200)
    letter_format = models.CharField(max_length=100, default="{number:03d}/{code}/{year}")
    letter_code = models.CharField(max_length=50, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.REAL)
    utc_offset = models.SmallIntegerField(default=7)
    office_hours = models.JSONField(default=dict)
    calendar_mark = models.CharField(max_length=32, blank=True)
    """Another one after every change of hours, holidays or known years; "" where none is kept."""

    class Meta:
        db_table = "agency"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A bidang, the sekretariat, a puskesmas or another UPT that fills in a form."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "unit"
        ordering = ("order", "code")
        constraints = (
            models.UniqueConstraint(fields=("agency", "code"), name="unit_code_once_an_agency"),
        )

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day without office hours, with what it rests on; the pengelola may edit them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="holidays")
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in HolidayKind])
    name = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "holiday"
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "day"), name="holiday_once_an_agency"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose holidays are known; the clock refuses to count in any other."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="calendar_years")
    year = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "calendar_year"
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="calendar_year_once"),
        )

    def __str__(self) -> str:
        return str(self.year)


class SpecialHoursRow(models.Model):
    """Other office hours for a span of dates, such as those of Ramadan, with their basis.

    `week` is written as `Agency.office_hours` is. That no two hold on one day is kept by the
    use cases, under the agency's lock.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="special_hours")
    name = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    week = models.JSONField()

    class Meta:
        db_table = "special_hours"
        ordering = ("first",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="special_hours_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.first}"
