"""The diagnostics of each ticket go to the message that opened it, and back."""

from django.db import migrations

BATCH = 500


def to_messages(apps, schema_editor):
    Ticket, Message = apps.get_model("tickets", "Ticket"), apps.get_model("tickets", "Message")
    for told in _batches(Ticket.objects.exclude(diagnostics={}).order_by("pk"), "pk"):
        openings = list(Message.objects.filter(kind="solicitud", ticket__in=told).only("ticket_id", "diagnostics"))
        for message in openings:
            message.diagnostics = told[message.ticket_id]
        Message.objects.bulk_update(openings, ["diagnostics"])


def to_tickets(apps, schema_editor):
    Ticket, Message = apps.get_model("tickets", "Ticket"), apps.get_model("tickets", "Message")
    openings = Message.objects.filter(kind="solicitud").exclude(diagnostics={}).order_by("ticket_id")
    for told in _batches(openings, "ticket_id"):
        tickets = list(Ticket.objects.filter(pk__in=told).only("diagnostics"))
        for ticket in tickets:
            ticket.diagnostics = told[ticket.pk]
        Ticket.objects.bulk_update(tickets, ["diagnostics"])


def _batches(rows, key):
    """{ticket: what was told}, by key: the table is never held whole."""
    last = 0
    while told := dict(rows.filter(**{f"{key}__gt": last}).values_list(key, "diagnostics")[:BATCH]):
        yield told
        last = max(told)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_message_diagnostics")]

    operations = [migrations.RunPython(to_messages, to_tickets)]
