"""Natural and working time. Mexico City is UTC−6 all year; 2026-11-16 is a Monday and a public holiday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickets import deadlines
from tickets.models import Holiday

pytestmark = pytest.mark.django_db
MEXICO = ZoneInfo("America/Mexico_City")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def at(text: str) -> datetime:
    """«11-19 17:00» in Mexico City, 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=MEXICO).astimezone(UTC)


@pytest.fixture
def laboral(settings):
    settings.CALENDAR = "laboral"


def test_natural_days_are_24_hours_whatever_the_day():
    assert deadlines.auto_close(at("11-20 17:30")) == at("11-22 17:30")
    assert deadlines.reminder(at("11-22 17:30"), at("11-20 17:30")) == at("11-21 17:30")
    assert deadlines.first_response(at("11-21 23:59")) == at("11-22 23:59")


@pytest.mark.parametrize(
    ("asked", "closes"),
    [
        ("11-18 10:00", "11-20 10:00"),  # Wednesday → Friday
        ("11-19 17:00", "11-23 17:00"),  # Thursday → Monday
        ("11-20 10:00", "11-24 10:00"),  # Friday → Tuesday
        ("11-20 20:00", "11-24 18:00"),  # after hours: two full working days
        ("11-18 06:00", "11-20 09:00"),  # before hours
        ("11-21 12:00", "11-25 09:00"),  # Saturday counts from Monday's opening
        ("11-13 10:00", "11-18 10:00"),  # Friday before a public holiday on Monday
        ("12-24 10:00", "12-29 10:00"),  # Christmas is a Friday
    ],
)
def test_working_days_leave_out_weekends_and_public_holidays(asked, closes, laboral):
    assert deadlines.auto_close(at(asked)) == at(closes)


@pytest.mark.parametrize("hours", range(0, 24 * 9, 5))
def test_it_never_closes_before_the_end_of_the_first_full_working_day(hours, laboral, settings):
    settings.AUTO_CLOSE_AFTER = DAY
    asked = at("11-12 00:30") + hours * HOUR
    works, day = Holiday.objects.working_days(), asked.astimezone(MEXICO).date() + DAY
    while day not in works:
        day += DAY

    closes = deadlines.auto_close(asked).astimezone(MEXICO)

    assert closes >= datetime(day.year, day.month, day.day, 18, tzinfo=MEXICO)
    assert closes.date() in works
    assert 9 <= closes.hour + closes.minute / 60 <= 18


def test_beyond_whole_days_time_counts_in_proportion(laboral, settings):
    settings.AUTO_CLOSE_AFTER = timedelta(days=2, hours=12)

    assert deadlines.auto_close(at("11-17 10:00")) == at("11-19 14:30")
    assert deadlines.auto_close(at("11-17 16:00")) == at("11-20 11:30")  # carried into the next morning


def test_durations_under_a_day_are_exempt(laboral, settings):
    settings.AUTO_CLOSE_AFTER, settings.AUTO_CLOSE_REMINDER = timedelta(seconds=20), timedelta(seconds=10)
    asked = at("11-21 03:00")

    assert deadlines.auto_close(asked) == asked + timedelta(seconds=20)
    assert deadlines.reminder(asked + timedelta(seconds=20), asked) == asked + timedelta(seconds=10)


def test_a_reminder_on_a_day_of_rest_goes_on_the_working_day_before(laboral):
    asked, closes = at("11-19 17:00"), at("11-23 17:00")

    assert deadlines.reminder(closes, asked) == at("11-20 17:00")
    assert deadlines.reminder(at("11-25 09:00"), at("11-21 12:00")) == at("11-24 09:00")


def test_a_reminder_that_is_not_ahead_does_not_exist(settings):
    now = at("11-18 10:00")

    assert deadlines.reminder(now + DAY, now) is None
    assert deadlines.reminder(now + DAY + timedelta(seconds=1), now) == now + timedelta(seconds=1)
    settings.AUTO_CLOSE_REMINDER = timedelta()
    assert deadlines.reminder(now + 2 * DAY, now) is None


def test_the_promise_follows_its_own_calendar(settings):
    settings.CALENDAR = "laboral"
    assert deadlines.first_response(at("11-20 17:00")) == at("11-21 17:00")

    settings.FIRST_RESPONSE_CALENDAR = "laboral"
    assert deadlines.first_response(at("11-20 17:00")) == at("11-23 18:00")


@pytest.mark.parametrize(
    ("from_", "until"), [("11-18 10:00", "11-19 18:00"), ("11-20 10:00", "11-23 18:00"), ("11-18 23:30", "11-19 18:00")]
)
def test_news_are_promised_for_the_end_of_the_next_working_day(from_, until):
    assert deadlines.news(at(from_)) == at(until)


def test_the_back_office_adds_days_of_rest_and_takes_them_away(laboral):
    Holiday.objects.create(day=date(2026, 11, 19), name="Mudanza")
    Holiday.objects.create(day=date(2026, 11, 21), name="Sábado de guardia", works=True)

    assert deadlines.auto_close(at("11-18 10:00")) == at("11-21 10:00")


def test_all_that_is_computed_is_in_utc(laboral):
    moments = [
        deadlines.auto_close(at("11-18 10:00")), deadlines.news(at("11-18 10:00")),
        deadlines.reminder(at("11-23 17:00"), at("11-19 17:00")),
    ]  # fmt: skip

    assert {moment.tzinfo for moment in moments} == {UTC}


def test_any_span_asks_for_the_holidays_once(laboral, django_assert_num_queries):
    with django_assert_num_queries(1):
        deadlines.auto_close(at("11-18 10:00"))


def test_a_year_without_working_days_still_ends(laboral):
    Holiday.objects.bulk_create(Holiday(day=date(2026, 11, 18) + n * DAY, name="Cerrado") for n in range(400))

    assert deadlines.auto_close(at("11-18 10:00")) > at("11-18 10:00")
