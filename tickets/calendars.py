"""Natural and working time: when a span that begins at a moment ends. Pure: settings and holidays come as arguments.

Natural time counts hours as the client's guide does ("2 días"). Working time counts Monday to Friday, 9 to 18 h, without
Mexican public holidays or the days that the back office adds. Durations under a day are exempt: they are what tests and
urgent desks use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

import holidays

DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(18)
WORKING_DAY = timedelta(hours=9)  # from one to the other


class Calendar(StrEnum):
    """The values of CALENDAR and FIRST_RESPONSE_CALENDAR."""

    NATURAL = "natural"
    WORKING = "laboral"


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("MX", years=year))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which the desk works, in its time zone; `decided` wins over weekends and the public calendar."""

    zone: tzinfo
    decided: Mapping[date, bool]

    def __contains__(self, day: date) -> bool:
        return self.decided.get(day, day.weekday() < 5 and day not in _public_holidays(day.year))

    def next_after(self, day: date, step: timedelta = DAY) -> date:
        """The working day after `day`, or before it where `step` goes back; a year without any ends the search."""
        for _ in range(366):
            day += step
            if day in self:
                return day
        return day

    def moment(self, day: date, at: time) -> datetime:
        """That hour of that day: aware, UTC."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def end_of_next_working_day(now: datetime, days: WorkingDays) -> datetime:
    """18 h of the next working day: aware, UTC."""
    return days.moment(days.next_after(now.astimezone(days.zone).date()), CLOSES)


def due(start: datetime, within: timedelta, days: WorkingDays | None) -> datetime:
    """`start` plus `within`: aware, UTC. Without `days`, in natural time.

    On working time a day is a working day, from one hour to the same hour of the next; what `within` has beyond whole
    days counts in proportion (12 h are half a working day). Never before the end of the first full working day.
    """
    if days is None or within < DAY:
        return start + within
    local = start.astimezone(days.zone)
    day, at = _into_working_time(local, days)
    for _ in range(within.days):
        day = days.next_after(day)
    opens = datetime.combine(day, OPENS)
    worked = datetime.combine(day, at) - opens + (within % DAY) * (WORKING_DAY / DAY)
    if worked > WORKING_DAY:
        day, worked = days.next_after(day), worked - WORKING_DAY
    end = (datetime.combine(day, OPENS) + worked).time()
    return max(days.moment(day, end), days.moment(days.next_after(local.date()), CLOSES))


def _into_working_time(local: datetime, days: WorkingDays) -> tuple[date, time]:
    """The first working moment at or after `local`; after hours is the close of that day, the same as the next opening."""
    day = local.date()
    if day not in days:
        return days.next_after(day), OPENS
    return day, min(max(local.time(), OPENS), CLOSES)


def reminder(closes_at: datetime, now: datetime, before: timedelta, days: WorkingDays | None) -> datetime | None:
    """`before` the closing; None when that is not in the future.

    On working time, should that be a day of rest, it is the same hour of the working day before: never too late.
    """
    moment = closes_at - before
    if days is not None and before >= DAY:
        local = moment.astimezone(days.zone)
        if local.date() not in days:
            at = min(max(local.time(), OPENS), CLOSES)
            moment = days.moment(days.next_after(local.date(), -DAY), at)
    return moment if before and now < moment < closes_at else None
