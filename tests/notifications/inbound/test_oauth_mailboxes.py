"""A mailbox that takes no password: its refresh token becomes an access token, and the newest is kept."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from notifications.inbound.channels.imap import Mailbox
from notifications.models import MailboxGrant, MailboxHeartbeat, SpooledMessage
from segusoporte import environment
from tests.notifications.inbound.raw import raw_mail
from tests.notifications.inbound.xoauth2 import Endpoint, Imap, certificate

pytestmark = pytest.mark.django_db
USER = "soporte@agencia.test"


class Provider:
    """Takes the tokens it gave and the first; each time hands out a newer one. `says` is another answer instead."""

    def __init__(self) -> None:
        self.valid, self.given, self.says = {"primero"}, 0, None

    def grant(self, form: dict[str, str]) -> tuple[int, dict]:
        if self.says:
            return self.says
        if form["grant_type"] != "refresh_token" or form["refresh_token"] not in self.valid:
            told = f"no sirve {form['refresh_token']}"
            return 400, {"error": "invalid_grant", "error_description": told}
        self.given += 1
        self.valid = {f"refresco-{self.given}"}
        return 200, {
            "access_token": "llave", "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": f"refresco-{self.given}",
        }  # fmt: skip


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def imap():
    server = Imap(USER, "llave", [raw_mail(message_id="uno@x"), raw_mail(message_id="dos@x")])
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(params=["google", "microsoft"])
def endpoint(request, provider, secure, monkeypatch):
    is_microsoft = request.param == "microsoft"
    server = Endpoint(provider.grant, secure if is_microsoft else None)
    server.provider = request.param
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secure))
    yield server
    server.shutdown()


def url(imap: Imap, endpoint: Endpoint, first: str = "primero") -> str:
    return (
        f"imap+{endpoint.provider}://{USER.replace('@', '%40')}:{first}@127.0.0.1:{imap.port}/INBOX"
        f"?cliente=segusoporte&secreto=muysecreto&inquilino=inquilino&emisor={endpoint.address}"
    )


@pytest.fixture
def mailbox(imap, endpoint, settings) -> Mailbox:
    settings.MAILBOX_URLS = [url(imap, endpoint)]
    return Mailbox(settings.MAILBOX_URLS[0])


def kept() -> list[str]:
    return list(SpooledMessage.objects.order_by("pk").values_list("message_id", flat=True))


def test_it_is_read_with_a_token_instead_of_a_password(mailbox, imap, endpoint):
    call_command("fetch_mail")

    assert kept() == ["uno@x", "dos@x"]
    assert imap.said == [f"user={USER}\1auth=Bearer llave\1\1"]
    asked = endpoint.asked[0]
    assert (asked["client_id"], asked["client_secret"]) == ("segusoporte", "muysecreto")
    assert MailboxHeartbeat.objects.get().mailbox == mailbox.name == f"{USER}@127.0.0.1/INBOX"


def test_the_newest_refresh_token_is_kept_and_used_next(mailbox, imap, endpoint):
    call_command("fetch_mail")
    call_command("fetch_mail")

    assert [form["refresh_token"] for form in endpoint.asked] == ["primero", "refresco-1"]
    assert MailboxGrant.objects.get().refresh_token == "refresco-2"


def test_another_first_token_in_the_environment_begins_anew(mailbox, imap, endpoint, provider, settings):
    call_command("fetch_mail")
    provider.valid = {"otro"}
    settings.MAILBOX_URLS = [url(imap, endpoint, first="otro")]

    call_command("fetch_mail")

    assert endpoint.asked[-1]["refresh_token"] == "otro"
    assert MailboxGrant.objects.get().refresh_token == "refresco-2"


def test_where_none_came_the_one_before_is_used_again(mailbox, endpoint, provider):
    provider.says = 200, {"access_token": "llave", "token_type": "Bearer", "expires_in": 3600}

    call_command("fetch_mail")
    call_command("fetch_mail")

    assert [form["refresh_token"] for form in endpoint.asked] == ["primero", "primero"]


def refused(caplog) -> str:
    """What is said, stored and logged of a round that fails."""
    with caplog.at_level(logging.DEBUG), pytest.raises(CommandError) as refusal:
        call_command("fetch_mail")
    return f"{refusal.value} {MailboxHeartbeat.objects.get().last_error} {caplog.text}"


def test_a_refusal_of_the_provider_is_told_without_a_secret(mailbox, provider, caplog):
    provider.valid = set()

    said = refused(caplog)

    assert "invalid_grant" in said
    assert "no sirve ***" in said
    assert not any(secret in said for secret in ("primero", "muysecreto"))
    assert "primero" not in repr(mailbox)


@pytest.mark.parametrize("answer", [(500, {}), (200, {}), (200, {"access_token": ""})])
def test_an_odd_answer_of_the_provider_is_a_failed_round(mailbox, provider, caplog, answer):
    provider.says = answer

    assert "SignInRefused" in refused(caplog)
    assert kept() == []


def test_a_refusal_of_the_mail_server_is_told_without_the_token(mailbox, imap, caplog):
    imap.takes = "otra"

    said = refused(caplog)

    assert "AUTHENTICATIONFAILED" in said
    assert "llave" not in said


def test_a_mailbox_without_its_client_or_first_token_stops_the_start(monkeypatch):
    for wrong in ("imaps+google://a:t@imap.gmail.com/INBOX", "imaps+google://a@imap.gmail.com/INBOX?cliente=x"):
        monkeypatch.setenv("UNOS_BUZONES", wrong)
        with pytest.raises(ImproperlyConfigured, match="refresh token"):
            environment.mailbox_urls("UNOS_BUZONES")
    right = "imaps+microsoft://a%40b.mx:t@outlook.office365.com/INBOX?cliente=x"
    monkeypatch.setenv("UNOS_BUZONES", f"{right} imaps://a:b@imap.x.mx")
    assert environment.mailbox_urls("UNOS_BUZONES") == [right, "imaps://a:b@imap.x.mx"]
