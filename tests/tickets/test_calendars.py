"""Calendars alone: no settings, no database; the holidays are whatever the caller says."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tickets import calendars, folding, stemming

MEXICO = ZoneInfo("America/Mexico_City")
DAY = timedelta(days=1)
WEDNESDAY = datetime(2026, 11, 18, 16, tzinfo=UTC)  # 10 h in Mexico City


def days(**decided: bool) -> calendars.WorkingDays:
    return calendars.WorkingDays(MEXICO, {date(2026, 11, int(day[1:])): works for day, works in decided.items()})


def test_without_working_days_time_is_natural():
    assert calendars.due(WEDNESDAY, 2 * DAY, None) == WEDNESDAY + 2 * DAY
    assert calendars.reminder(WEDNESDAY + 2 * DAY, WEDNESDAY, DAY, None) == WEDNESDAY + DAY


def test_what_the_caller_decides_wins_over_weekends_and_the_public_calendar():
    assert calendars.due(WEDNESDAY, 2 * DAY, days()) == WEDNESDAY + 2 * DAY  # Friday
    assert calendars.due(WEDNESDAY, 2 * DAY, days(_20=False)) == WEDNESDAY + 5 * DAY  # Monday
    assert calendars.due(WEDNESDAY, 2 * DAY, days(_20=False, _21=True)) == WEDNESDAY + 3 * DAY
    assert calendars.due(WEDNESDAY - 5 * DAY, DAY, days(_16=True)) == WEDNESDAY - 2 * DAY + timedelta(hours=8)


def test_the_same_moment_is_another_day_in_another_zone():
    tokyo = calendars.WorkingDays(ZoneInfo("Asia/Tokyo"), {})

    assert calendars.end_of_next_working_day(WEDNESDAY, days()) == datetime(2026, 11, 20, 0, tzinfo=UTC)
    assert calendars.end_of_next_working_day(WEDNESDAY, tokyo) == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("pure", [calendars, stemming, folding])
def test_what_is_pure_knows_neither_settings_nor_models(pure):
    source = Path(pure.__file__).read_text()

    assert not re.search(r"^\s*(from|import) (django\.(conf|db)|tickets\.models)", source, re.MULTILINE)
