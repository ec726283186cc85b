"""Link and reply tokens: only the very text that was made, for what it was made, while it lasts."""

import base64
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_ticket
from tickets import tokens
from tickets.tokens import InvalidToken, Purpose, make, read

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
TOKEN = make(Purpose.SEE, 1234, 56, "0.1")
ALPHABET = string.ascii_lowercase + "234567"


def opens(token, purpose=Purpose.SEE, version="0.1", now=NOW) -> bool:
    try:
        read(purpose, token).check(version, now)
    except InvalidToken:
        return False
    return True


def test_a_token_says_what_it_opens_and_to_whom():
    claim = read(Purpose.SEE, TOKEN)
    claim.check("0.1")

    assert (claim.object_id, claim.principal_id, claim.expires_at) == (1234, 56, None)


def test_a_token_that_expires_opens_nothing_to_who_does_not_say_when():
    token = make(Purpose.SENT, 7, version="0.1", expires_at=NOW + timedelta(hours=24))

    assert opens(token, Purpose.SENT)
    assert not opens(token, Purpose.SENT, now=None)


def test_the_tag_has_128_bits():
    assert len(base64.b32decode(TOKEN.upper() + "=" * (-len(TOKEN) % 8))) == len(b"\xd2\x09" + b"\x38") + 16


@pytest.mark.parametrize(
    "token",
    [
        "", TOKEN[:-1], TOKEN[:16], TOKEN[1:], TOKEN.upper(), TOKEN + "a", TOKEN + "=", TOKEN * 2,
        "a" * 10_000, TOKEN + " ", " " + TOKEN, TOKEN + "\n", TOKEN[:10] + "-" + TOKEN[10:], "ñ" * 40, "ª" * 40,
        TOKEN.replace(TOKEN[0], "İ"), "1" * 40, "0" * 40, "=" * 40, "a" * 58, "7" * 58, "\0" * 40, "😀" * 40,
    ],
)  # fmt: skip
def test_anything_but_the_very_text_is_invalid(token):
    assert opens(TOKEN)
    assert not opens(token)


@pytest.mark.parametrize("token", [None, 7, b"abc", ["a"], {"a": 1}])
def test_what_is_not_a_text_is_invalid(token):
    assert not opens(token)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(ALPHABET + string.ascii_uppercase + "01 -=ñ"))
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_any_single_character_altered_is_invalid(place, character):
    altered = TOKEN[:place] + character + TOKEN[place + 1 :]

    assert opens(altered) is (altered == TOKEN)


@given(st.text(max_size=80) | st.text(ALPHABET, min_size=17, max_size=58))
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_no_text_whatever_opens_or_breaks_anything(token):
    assert not opens(token)


@given(st.binary(max_size=36))
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_well_spelled_nonsense_is_invalid_not_an_error(raw):
    assert not opens(base64.b32encode(raw).decode().rstrip("=").lower())


def test_a_claimed_expiry_beyond_the_calendar_is_invalid_not_an_error():
    raw = tokens._varint(1) + tokens._varint(1) + tokens._varint(2**40 - 1) + b"x" * 16

    assert not opens(base64.b32encode(raw).decode().rstrip("=").lower())


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose != Purpose.SEE])
def test_a_token_for_one_purpose_opens_no_other(purpose):
    assert not opens(TOKEN, purpose)


@pytest.mark.parametrize("version", ["0.0", "0.2", "1.1", "", 0, "0.1 ", "0.10"])
def test_another_version_revokes(version):
    assert not opens(TOKEN, version=version)


def test_it_expires_on_the_second(now):
    token = make(Purpose.SENT, 7, 0, 0, expires_at=now + timedelta(hours=24))

    assert opens(token, Purpose.SENT, 0, now + timedelta(hours=24, seconds=-1))
    assert not opens(token, Purpose.SENT, 0, now + timedelta(hours=24))


def test_an_expiry_can_neither_be_taken_off_nor_moved(now):
    token = make(Purpose.SENT, 7, 0, 0, expires_at=now)
    raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    payload, tag = raw[:-16], raw[-16:]

    without = tokens._varint(7) + tokens._varint(0)
    later = without + tokens._varint(int(now.timestamp()) + 3600)

    assert payload.startswith(without)
    for forged in (without, later):
        text = base64.b32encode(forged + tag).decode().rstrip("=").lower()
        assert not opens(text, Purpose.SENT, 0, now - timedelta(hours=1))


def test_an_older_key_still_opens_while_it_is_a_fallback(settings):
    old = settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key" * 6, [old]
    assert opens(TOKEN)

    settings.SECRET_KEY_FALLBACKS = []
    assert not opens(TOKEN)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_every_token_fits_the_local_part_of_an_address_and_reads_back(object_id, principal_id, expires):
    expires_at = datetime(2200, 1, 1, tzinfo=UTC) if expires else None

    token = make(Purpose.REPLY, object_id, principal_id, "3.4", expires_at)
    claim = read(Purpose.REPLY, token)
    claim.check("3.4", NOW)

    assert len(f"r-{token}".encode()) <= 64
    assert set(token) <= set(ALPHABET)
    assert (claim.object_id, claim.principal_id, claim.expires_at) == (object_id, principal_id, expires_at)


@pytest.mark.django_db
def test_a_corrected_address_and_a_new_person_revoke_a_tickets_links(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    first = ticket.tracking_token
    ticket.correct_address("ana.ruiz@agencia.test", by=requester, now=now)
    second = ticket.tracking_token
    ticket.requester.change_person("Eva", since=now, sees_earlier=True, by=agent, now=now)
    ticket.refresh_from_db()

    assert opens(ticket.tracking_token, version=ticket.token_version())
    assert not opens(first, version=ticket.token_version())
    assert not opens(second, version=ticket.token_version())
