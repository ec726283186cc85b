"""Natural and working time: when a promise is due and when a silence ends.

`natural` counts hours as the client's guide does ("2 días"). `laboral` counts Monday to Friday, 9 to 18 h
in TIME_ZONE, without Mexican public holidays or the days that the back office adds (tickets.Holiday).
Durations under a day are exempt: they are what tests and urgent desks use.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils import timezone

DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(18)


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("MX", years=year))


def is_working_day(day: date) -> bool:
    """Whether the desk works that day; the back office's own days win over the public calendar."""
    from tickets.models import Holiday

    own = Holiday.objects.decided()
    if day in own:
        return own[day]
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def _next_working_day(day: date, works: Callable[[date], bool] = is_working_day) -> date:
    for _ in range(366):
        day += DAY
        if works(day):
            return day
    return day


def end_of_next_working_day(now: datetime) -> datetime:
    """The default «próxima noticia»: 18 h of the next working day, aware, UTC."""
    return _at(_next_working_day(timezone.localtime(now).date()), CLOSES)


def due(start: datetime, within: timedelta, calendar: str) -> datetime:
    """`start` plus `within` on that calendar: aware, UTC."""
    if calendar == "natural" or within < DAY:
        return start + within
    local = timezone.localtime(start)
    day = local.date()
    for _ in range(within.days):
        day = _next_working_day(day)
    moment = _clip(day, (local + (within - DAY * within.days)).timetz().replace(tzinfo=None))
    return max(moment, _at(_next_working_day(local.date()), CLOSES))


def auto_close(start: datetime) -> datetime:
    """When a ticket that waits for its requester since `start` closes: AUTO_CLOSE_AFTER later, aware, UTC.

    On working time never before the end of the first full working day after the question.
    """
    return due(start, settings.AUTO_CLOSE_AFTER, settings.CALENDAR)


def first_response(start: datetime, within: timedelta | None = None) -> datetime:
    """The promised answer: FIRST_RESPONSE_WITHIN after `start` (support guide, "Tenemos 24 hrs."), aware, UTC."""
    return due(start, within or settings.FIRST_RESPONSE_WITHIN, settings.FIRST_RESPONSE_CALENDAR)


def reminder(closes_at: datetime, now: datetime) -> datetime | None:
    """AUTO_CLOSE_REMINDER before the closing, on its calendar; None when that is not in the future."""
    before = settings.AUTO_CLOSE_REMINDER
    moment = closes_at - before
    if settings.CALENDAR == "laboral" and before >= DAY:
        local = timezone.localtime(moment)
        if not is_working_day(local.date()):
            moment = _at(_next_working_day(local.date()), OPENS)
    return moment if before and now < moment < closes_at else None


def _clip(day: date, at: time) -> datetime:
    return _at(day, min(max(at, OPENS), CLOSES))


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at)).astimezone(timezone.get_default_timezone())
