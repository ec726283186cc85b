"""When what the desk promised is due: its settings and its holidays, on the calendars. All moments are aware, UTC."""

from datetime import datetime

from django.conf import settings

from tickets import calendars
from tickets.calendars import Calendar, WorkingDays
from tickets.models.holiday import Holiday


def first_response(start: datetime) -> datetime:
    """The promised answer: FIRST_RESPONSE_WITHIN after `start` (support guide, "Tenemos 24 hrs.")."""
    return calendars.due(start, settings.FIRST_RESPONSE_WITHIN, _days(settings.FIRST_RESPONSE_CALENDAR))


def auto_close(start: datetime) -> datetime:
    """When a ticket that waits for its requester since `start` closes: AUTO_CLOSE_AFTER later.

    On working time never before the end of the first full working day after the question.
    """
    return calendars.due(start, settings.AUTO_CLOSE_AFTER, _days(settings.CALENDAR))


def late_auto_close(now: datetime) -> datetime:
    """When a ticket closes whose reminder goes only now: AUTO_CLOSE_REMINDER later."""
    return calendars.due(now, settings.AUTO_CLOSE_REMINDER, _days(settings.CALENDAR))


def reminder(closes_at: datetime, now: datetime) -> datetime | None:
    """AUTO_CLOSE_REMINDER before the closing; None when that is not in the future."""
    return calendars.reminder(closes_at, now, settings.AUTO_CLOSE_REMINDER, _days(settings.CALENDAR))


def news(now: datetime) -> datetime:
    """The default «próxima noticia»: 18 h of the next working day."""
    return calendars.end_of_next_working_day(now, Holiday.objects.working_days())


def _days(calendar: str) -> WorkingDays | None:
    """What that calendar counts; None is natural time."""
    return None if calendar == Calendar.NATURAL else Holiday.objects.working_days()
