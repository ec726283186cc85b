import base64
import json
from datetime import timedelta

import pytest

from tickets.models import Site, SiteSecret
from tickets.widget.identity import ExpiredIdentity, InvalidIdentity, verify


def test_a_signed_identity_says_who_works_at_the_page(site, sign, now):
    signed = verify(sign(now, email="Ana@Agencia.test"), site, now)

    assert (signed.login, signed.email, signed.name) == ("ana.ruiz", "ana@agencia.test", "Ana Ruiz")


def test_a_clock_that_is_a_minute_off_is_forgiven(site, sign, now):
    token = sign(now, exp=now + timedelta(minutes=1))

    assert verify(token, site, now + timedelta(seconds=119)).login == "ana.ruiz"
    with pytest.raises(ExpiredIdentity):
        verify(token, site, now + timedelta(seconds=120))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "pk_otro"}, {"aud": None}, {"exp": None}, {"sub": None}, {"sub": ""}, {"email": None},
        {"email": "no es un correo"}, {"email": ["a@b.mx"]}, {"name": {"x": 1}}, {"exp": "mañana"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_lacks_something_is_refused(site, sign, now, claims):
    with pytest.raises(InvalidIdentity):
        verify(sign(now, **claims), site, now)


def test_a_token_that_lives_longer_than_ten_minutes_is_refused(site, sign, now):
    verify(sign(now, exp=now + timedelta(minutes=10)), site, now)

    with pytest.raises(InvalidIdentity):
        verify(sign(now, exp=now + timedelta(minutes=12)), site, now)


def test_one_changed_letter_or_another_key_is_refused(site, sign, now):
    head, body, tag = sign(now).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "jefe"}).encode()).decode().rstrip("=")

    for token in (f"{head}.{forged}.{tag}", sign(now, key="x" * 64), f"{head}.{body}.", "a.b.c", "", "x" * 5000):
        with pytest.raises(InvalidIdentity):
            verify(token, site, now)


def test_the_algorithm_is_not_the_tokens_to_choose(site, sign, now):
    unsigned = sign(now).split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT","kid":"2026-11"}').decode().rstrip("=")

    for token in (f"{none}.{unsigned[1]}.", sign(now, algorithm="HS512")):
        with pytest.raises(InvalidIdentity):
            verify(token, site, now)


def test_a_secret_is_rotated_while_both_live_and_then_retired(site, sign, now):
    old = sign(now)
    new_secret = SiteSecret.objects.create(site=site, kid="2027-01").secret
    new = sign(now, key=new_secret, kid="2027-01")

    assert verify(old, site, now).login == verify(new, site, now).login
    site.secrets.filter(kid="2026-11").update(retired_at=now)
    with pytest.raises(InvalidIdentity):
        verify(old, site, now)
    assert verify(new, site, now).login == "ana.ruiz"


def test_another_sites_secret_proves_nothing_here(site, sign, now):
    other = Site.objects.create(name="Otro")
    secret = SiteSecret.objects.create(site=other, kid="2026-11").secret

    with pytest.raises(InvalidIdentity):
        verify(sign(now, key=secret), site, now)
