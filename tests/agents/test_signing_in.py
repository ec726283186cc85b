"""Signing in: who may, how often, and when a session ends."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from tests.agents.conftest import signed_in
from tests.factories import make_user

LOGIN = "/agentes/cuenta/entrar/"


def sign_in(browser, login="laura", password="contraseña-larga", address="10.0.0.1"):
    return browser.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("login", ["laura", "laura@segupoliza.test"])
def test_by_user_name_or_by_address(client, agent, login):
    answer = sign_in(client, login)

    assert (answer.status_code, answer["Location"]) == (302, "/agentes/")
    assert client.get("/agentes/")["Location"] == reverse("agents:queue")


def test_a_wrong_password_is_said_in_spanish_and_the_name_is_kept(client, agent):
    answer = sign_in(client, password="otra")

    assert answer.status_code == 200
    assert 'value="laura"' in answer.content.decode()
    assert "no son correctos" in answer.content.decode()


def test_it_returns_to_the_page_that_was_asked_for_and_never_elsewhere(client, agent):
    asked = client.get("/agentes/solicitudes/?vista=mios")
    assert asked["Location"] == f"{LOGIN}?next=/agentes/solicitudes/%3Fvista%3Dmios"

    inside = client.post(f"{LOGIN}?next=/agentes/cuarentena/", {"login": "laura", "password": "contraseña-larga"})
    outside = Client().post(f"{LOGIN}?next=https://malo.test/", {"login": "laura", "password": "contraseña-larga"})

    assert inside["Location"] == "/agentes/cuarentena/"
    assert "malo.test" not in outside["Location"]


def test_the_session_is_a_new_one(client, agent):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_a_stranger_who_guesses_locks_out_only_himself(client, agent):
    for _ in range(40):
        refused = sign_in(client, password="adivina", address="6.6.6.6")

    assert "Demasiados" in refused.content.decode()
    assert sign_in(Client(), address="6.6.6.6").status_code in (200, 429)
    assert sign_in(Client(), address="10.0.0.1").status_code == 302


def test_a_made_up_forwarded_address_wins_no_more_guesses(client, agent):
    for guess in range(40):
        refused = client.post(
            LOGIN, {"login": "laura", "password": "x"}, REMOTE_ADDR="6.6.6.6", HTTP_X_FORWARDED_FOR=f"1.2.3.{guess}"
        )

    assert "Demasiados" in refused.content.decode()


def test_a_deactivated_agent_loses_the_session_at_once(desk, agent):
    agent.is_active = False
    agent.save()

    assert desk.get(reverse("agents:queue")).status_code == 302
    assert sign_in(Client()).status_code in (200, 302)
    assert Client().get(reverse("agents:queue")).status_code == 302


def test_a_new_password_ends_the_other_sessions(desk, agent):
    agent.set_password("otra-contraseña-larga")
    agent.save()

    assert desk.get(reverse("agents:queue")).status_code == 302


def test_without_the_group_any_more_the_desk_is_closed(desk, agent):
    agent.groups.clear()

    assert desk.get(reverse("agents:queue")).status_code == 403


def test_nobody_signs_up(client, db):
    assert client.get("/agentes/cuenta/registro/").status_code in (302, 404)


def test_leaving_needs_a_post(desk):
    desk.get(reverse("account_logout"))
    assert desk.get(reverse("agents:queue")).status_code == 200

    desk.post(reverse("account_logout"))
    assert desk.get(reverse("agents:queue")).status_code == 302


def test_a_second_step_can_be_switched_on_and_is_then_asked_for(agent):
    browser = Client()
    sign_in(browser)
    confirm = browser.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirma que eres tú" in confirm.content.decode()
    page = browser.post(confirm.redirect_chain[-1][0], {"password": "contraseña-larga"}, follow=True)
    secret = page.context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    browser.post(reverse("mfa_activate_totp"), {"code": code})

    again = Client()
    asked = sign_in(again)

    assert Authenticator.objects.filter(user=agent, type="totp").exists()
    assert asked["Location"] == reverse("mfa_authenticate")
    assert again.get(reverse("agents:queue")).status_code == 302
    assert "Escribe tu código" in again.get(reverse("mfa_authenticate")).content.decode()


def test_every_page_of_the_account_opens_in_spanish(desk):
    for name in ("account_change_password", "mfa_index", "agents:profile"):
        answer = desk.get(reverse(name))
        assert answer.status_code == 200, name
        assert "Tu cuenta" in answer.content.decode()


def test_preferences_are_kept(desk, agent):
    desk.post(reverse("agents:profile"), {"away": "on"})

    agent.refresh_from_db()
    assert (agent.profile.keyboard_shortcuts, agent.profile.next_after_action) == (False, False)
    assert agent.notification_preference.away
    assert "js/agents/keys.js" not in desk.get(reverse("agents:queue")).content.decode()
    assert "js/agents/keys.js" in signed_in(make_user("luis")).get(reverse("agents:queue")).content.decode()
