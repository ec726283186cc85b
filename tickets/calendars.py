"""Natural and working time: when a promise is due and when a silence ends.

`natural` counts hours as the client's guide does ("2 días"). `laboral` counts Monday to Friday, 9 to 18 h
in TIME_ZONE, without Mexican public holidays or the days that the back office adds (tickets.Holiday).
Durations under a day are exempt: they are what tests and urgent desks use.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils import timezone

DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(18)
WORKING_DAY = timedelta(hours=9)  # from one to the other


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("MX", years=year))


def working_days() -> Callable[[date], bool]:
    """Whether the desk works on a day, by the calendar as it stands now: one query for any number of days.

    The back office's own days win over the public calendar.
    """
    from tickets.models import Holiday

    own = Holiday.objects.decided()
    return lambda day: own.get(day, day.weekday() < 5 and day not in _public_holidays(day.year))


def _next_working_day(day: date, works: Callable[[date], bool], step: timedelta = DAY) -> date:
    for _ in range(366):
        day += step
        if works(day):
            return day
    return day


def end_of_next_working_day(now: datetime) -> datetime:
    """The default «próxima noticia»: 18 h of the next working day, aware, UTC."""
    return _at(_next_working_day(timezone.localtime(now).date(), working_days()), CLOSES)


def due(start: datetime, within: timedelta, calendar: str) -> datetime:
    """`start` plus `within` on that calendar: aware, UTC.

    On working time a day is a working day, from one hour to the same hour of the next; what `within` has beyond whole
    days counts in proportion (12 h are half a working day). Never before the end of the first full working day.
    """
    if calendar == "natural" or within < DAY:
        return start + within
    works, local = working_days(), timezone.localtime(start)
    day, at = _into_working_time(local, works)
    for _ in range(within.days):
        day = _next_working_day(day, works)
    opens = datetime.combine(day, OPENS)
    worked = datetime.combine(day, at) - opens + (within % DAY) * (WORKING_DAY / DAY)
    if worked > WORKING_DAY:
        day, worked = _next_working_day(day, works), worked - WORKING_DAY
    end = (datetime.combine(day, OPENS) + worked).time()
    return max(_at(day, end), _at(_next_working_day(local.date(), works), CLOSES))


def _into_working_time(local: datetime, works: Callable[[date], bool]) -> tuple[date, time]:
    """The first working moment at or after `local`; after hours is the close of that day, the same as the next opening."""
    day = local.date()
    if not works(day):
        return _next_working_day(day, works), OPENS
    return day, min(max(local.time(), OPENS), CLOSES)


def auto_close(start: datetime) -> datetime:
    """When a ticket that waits for its requester since `start` closes: AUTO_CLOSE_AFTER later, aware, UTC.

    On working time never before the end of the first full working day after the question.
    """
    return due(start, settings.AUTO_CLOSE_AFTER, settings.CALENDAR)


def first_response(start: datetime, within: timedelta | None = None) -> datetime:
    """The promised answer: FIRST_RESPONSE_WITHIN after `start` (support guide, "Tenemos 24 hrs."), aware, UTC."""
    return due(start, within or settings.FIRST_RESPONSE_WITHIN, settings.FIRST_RESPONSE_CALENDAR)


def reminder(closes_at: datetime, now: datetime) -> datetime | None:
    """AUTO_CLOSE_REMINDER before the closing; None when that is not in the future.

    On working time, should that be a day of rest, it is the same hour of the working day before: never too late.
    """
    before = settings.AUTO_CLOSE_REMINDER
    moment = closes_at - before
    if settings.CALENDAR == "laboral" and before >= DAY:
        works, local = working_days(), timezone.localtime(moment)
        if not works(local.date()):
            at = min(max(local.time(), OPENS), CLOSES)
            moment = _at(_next_working_day(local.date(), works, -DAY), at)
    return moment if before and now < moment < closes_at else None


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)
