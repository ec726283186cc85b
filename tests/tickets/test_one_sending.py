"""One sending is (principal, attempt, fingerprint of the content): the same again is the same message, files and all."""

import uuid

import pytest

from tests.factories import make_ticket
from tickets.intake import Outcome, open_ticket, receive_reply
from tickets.models import Attachment, Message, Ticket
from tickets.models.message import Channel
from tickets.states import Action, CloseReason
from tickets.submission import Identity, MailParts, Reply, Submission

ATTEMPT = uuid.UUID("00000000-0000-4000-8000-000000000001")


def submission(**fields):
    sent = {"email": "ana@agencia.test", "name": "Ana", "subject": "No cotiza con ATLAS", "body": "Desde las 8."}
    return Submission(attempt=ATTEMPT, **sent | fields)


def kept(now, content=b"prima: 0", name="nota.txt"):
    return Attachment.objects.keep(content, name, now=now)


@pytest.mark.django_db
class TestASubmission:
    def test_sent_thrice_is_one_message_with_its_files(self, now):
        answers = []
        for _ in range(3):
            answers.append(open_ticket(submission(files=[kept(now)]), now=now))

        assert [answer.outcome for answer in answers] == [Outcome.OPENED, Outcome.REPEATED, Outcome.REPEATED]
        assert len({(answer.ticket.pk, answer.message.pk) for answer in answers}) == Message.objects.count() == 1
        assert [file.name for file in Message.objects.get().attachments.all()] == ["nota.txt"]

    def test_a_reload_that_brings_no_file_again_is_still_the_same(self, now):
        files = [kept(now)]
        first = open_ticket(submission(files=files), now=now)

        again = open_ticket(submission(files=list(Attachment.objects.all())), now=now)

        assert (again.outcome, again.message) == (Outcome.REPEATED, first.message)

    @pytest.mark.parametrize("more", [{"body": "Desde las 9."}, {"files": ["otra.txt"]}])
    def test_other_content_of_the_attempt_is_added_to_the_ticket_it_opened(self, more, now):
        ticket = open_ticket(submission(), now=now).ticket
        more = more | {"files": [kept(now, name=name) for name in more.get("files", [])]}

        added = open_ticket(submission(**more), now=now)
        again = open_ticket(submission(**more), now=now)

        assert (added.outcome, again.outcome) == (Outcome.MOVED, Outcome.REPEATED)
        assert added.ticket == again.ticket == ticket == Ticket.objects.get()
        assert added.message == again.message == ticket.messages.last()
        assert added.message.body == more.get("body", "Desde las 8.")
        assert added.message.attachments.count() == len(more["files"])
        assert ticket.events.last().action == Action.CUSTOMER_REPLY

    @pytest.mark.parametrize("other", [{"subject": "No imprime con ATLAS"}, {"email": "eva@agencia.test"}])
    def test_another_subject_or_person_under_the_attempt_opens_its_own_ticket(self, other, now):
        first = open_ticket(submission(), now=now).ticket

        second = open_ticket(submission(**other), now=now)

        assert (second.outcome, second.ticket == first) == (Outcome.OPENED, False)
        assert first.messages.count() == 1

    def test_one_that_the_host_did_not_sign_never_touches_a_signed_one(self, now):
        signed = Identity("ana.ruiz", verified=True, email="ana@agencia.test")
        first = open_ticket(submission(identity=signed, channel=Channel.WIDGET), now=now).ticket

        second = open_ticket(submission(body="Ya no hagan nada", channel=Channel.WIDGET), now=now)

        assert (second.outcome, first.messages.count()) == (Outcome.OPENED, 1)

    def test_once_the_address_was_corrected_the_attempt_opens_a_ticket_of_its_own(self, agent, now):
        first = open_ticket(submission(), now=now).ticket
        first.correct_address("eva@agencia.test", by=agent, now=now, name="Eva")

        second = open_ticket(submission(body="Otra cosa"), now=now)
        again = open_ticket(submission(body="Otra cosa"), now=now)

        assert (second.outcome, again.outcome) == (Outcome.OPENED, Outcome.REPEATED)
        assert second.ticket == again.ticket != first
        assert second.ticket.requester.email == "ana@agencia.test"

    def test_what_is_added_to_spam_or_to_a_merged_ticket_goes_where_a_reply_would(self, requester, agent, now):
        spam = open_ticket(submission(), now=now).ticket
        spam.close(by=agent, now=now, reason=CloseReason.SPAM)
        merged = open_ticket(submission(subject="Otra"), now=now).ticket
        main = make_ticket(requester=requester, now=now)
        merged.merge_into(main, by=agent, now=now)

        answers = [open_ticket(submission(subject=s.subject, body="Y algo más"), now=now) for s in (spam, merged)]

        assert [answer.outcome for answer in answers] == [Outcome.SPAM, Outcome.MOVED]
        assert [answer.ticket for answer in answers] == [spam, main]


@pytest.mark.django_db
class TestAReply:
    def test_sent_thrice_is_one_message(self, requester, now):
        ticket = make_ticket(requester=requester, now=now)
        reply = Reply(by=requester, body="Es la 1234", channel=Channel.TRACKING, attempt=ATTEMPT)

        outcomes = [receive_reply(ticket, reply, now=now).outcome for _ in range(3)]

        assert outcomes == [Outcome.MOVED, Outcome.REPEATED, Outcome.REPEATED]
        assert ticket.messages.filter(body="Es la 1234").count() == 1

    def test_other_words_files_or_another_button_of_the_attempt_are_other_messages(self, requester, now):
        ticket = make_ticket(requester=requester, now=now)
        same = {"by": requester, "channel": Channel.SURVEY, "attempt": ATTEMPT}
        replies = [
            Reply(body="Es la 1234", **same), Reply(body="Es la 1235", **same),
            Reply(body="Es la 1234", files=[kept(now)], **same),
            Reply(body="Es la 1234", further_information=True, **same),
        ]  # fmt: skip

        outcomes = [receive_reply(ticket, reply, now=now).outcome for reply in replies]

        assert outcomes == [Outcome.MOVED, Outcome.MOVED, Outcome.MOVED, Outcome.FURTHER]

    def test_somebody_elses_under_the_same_attempt_is_another(self, requester, stranger, now):
        ticket = make_ticket(requester=requester, now=now)

        outcomes = [
            receive_reply(ticket, Reply(by=who, body="Es la 1234", attempt=ATTEMPT), now=now).outcome
            for who in (requester, stranger)
        ]

        assert outcomes == [Outcome.MOVED, Outcome.HELD]

    def test_a_mail_is_known_by_all_that_came_however_it_is_read(self, requester, now):
        mail = MailParts(fingerprint="d1")
        opened = open_ticket(submission(channel=Channel.MAIL, mail=mail, email=requester.email), now=now)
        other = make_ticket(requester=requester, now=now)

        copy = receive_reply(other, Reply(sender=requester.email, body="Leído de otro modo", mail=mail), now=now)

        assert (copy.outcome, copy.message) == (Outcome.REPEATED, opened.message)
