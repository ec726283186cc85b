"""Days on which the desk works or rests against the public calendar."""

from datetime import date

from django.db import models


class HolidayQuerySet(models.QuerySet):
    def decided(self) -> dict[date, bool]:
        """Every day the back office decided, and whether the desk works that day."""
        return dict(self.values_list("day", "works"))


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
