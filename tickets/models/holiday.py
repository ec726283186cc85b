"""Days on which the desk works or rests against the public calendar."""

from django.db import models
from django.utils import timezone

from tickets.calendars import WorkingDays


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def working_days(self) -> WorkingDays:
        """The desk's working days as they stand now: one query for any span."""
        return WorkingDays(timezone.get_current_timezone(), dict(self.values_list("day", "works")))


class Holiday(models.Model):
    day = models.DateField("día", unique=True)
    name = models.CharField("nombre", max_length=120)
    works = models.BooleanField("se trabaja", default=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "día inhábil"
        verbose_name_plural = "días inhábiles"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
