"""What every sweep asks of the table of mails is found by an index, on either database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox import deliver, digests, publish
from segusoporte import health
from tests.factories import make_ticket

MAILS = 3_000  # enough for PostgreSQL to prefer an index
DAY = timedelta(days=1)
WHAT_MUST_LEAVE = re.compile(r"USING (COVERING )?INDEX emails_(to_send|waiting)")


@pytest.fixture
def many_mails(agent, now):
    """Accepted long ago, to as many addresses."""
    Email.objects.bulk_create(
        Email(
            key=f"antes:{n}:acuse", kind=MailKind.ACKNOWLEDGEMENT, to=f"x{n}@y.test", from_name="x", subject="x",
            text="x", html="x", state="aceptado", created_at=now - DAY, not_before=now - DAY,
        )
        for n in range(MAILS)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def scans(work) -> list[str]:
    """The statements of this work that read every mail."""
    with CaptureQueriesContext(connection) as asked:
        work()
    whole = "SCAN notifications_email" if connection.vendor == "sqlite" else "Seq Scan on notifications_email"
    found = []
    for sql in {query["sql"] for query in asked if 'FROM "notifications_email"' in query["sql"]}:
        plan = plan_of(sql)
        # A partial index holds what still has to leave and nothing else.
        if any(whole in line and not WHAT_MUST_LEAVE.search(line) for line in plan):
            found.append(f"{sql}\n{plan}")
    return found


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return [str(row[-1]) for row in cursor.fetchall()]


def test_a_digest_looks_for_its_own_keys_alone(many_mails, requester, now):
    make_ticket(requester=requester, now=now)

    assert scans(lambda: digests.publish_due(now + timedelta(hours=20))) == []
    assert Email.objects.filter(kind=MailKind.DIGEST).count() == 1


def test_publishing_looks_for_the_mails_of_one_ticket_or_address(many_mails, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.take(by=agent, now=now)
    ticket.reply("Lo vemos.", by=agent, now=now)

    assert scans(lambda: publish.publish_pending(now)) == []


def test_delivering_looks_at_what_must_still_leave(many_mails, requester, now):
    make_ticket(requester=requester, now=now)
    publish.publish_pending(now)

    assert scans(lambda: deliver.deliver_due(now)) == []


def test_the_age_of_the_oldest_unsent_mail_is_looked_for_among_what_must_still_leave(many_mails, requester, now):
    make_ticket(requester=requester, now=now)
    publish.publish_pending(now)

    assert scans(lambda: health.outgoing(now)) == []


def test_sending_again_looks_for_the_copies_of_one_address(many_mails, now):
    mail = Email.objects.last()

    assert scans(lambda: mail.resend(now)) == []
    assert scans(lambda: mail.resend(now)) == []
    assert set(Email.objects.resends_of(mail).values_list("key", flat=True)) == {
        f"reenvio:{mail.pk}:1",
        f"reenvio:{mail.pk}:2",
    }


def test_a_search_by_prefix_would_be_noticed(many_mails, now):
    prefix = "antes:1%" if connection.vendor == "sqlite" else "%1:acuse"  # PostgreSQL keeps an index for prefixes

    assert scans(lambda: list(Email.objects.raw('SELECT * FROM "notifications_email" WHERE "key" LIKE %s', [prefix])))
