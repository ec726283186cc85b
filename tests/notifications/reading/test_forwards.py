"""Whose mail a forward passes on."""

import pytest

from notifications.reading import parse
from tests.notifications.reading.mails import mail

NORA = ("Nora Villa", "nora@pino.example")
FORWARDS = {
    "gmail": "Va.\n\n---------- Mensaje reenviado ---------\nDe: Nora Villa <nora@pino.example>\nDate: lun, 16 nov 2026 a las 9:02\nSubject: No emite\nTo: Laura <laura@segu.example>\n\nNo emite.",
    "gmail in bold": "---------- Forwarded message ---------\nDe: *Nora Villa* <nora@pino.example>\nDate: lun, 16 nov 2026\nSubject: x\n\nNo emite.",
    "apple": "Inicio del mensaje reenviado:\n\nDe: Nora Villa <nora@pino.example>\nAsunto: No emite\nFecha: 16 de noviembre\n\nNo emite.",
    "outlook": "Para ustedes\n\nDe: Nora Villa <nora@pino.example>\nEnviado el: lunes, 16 de noviembre de 2026 09:02\nPara: Laura\nAsunto: No emite\n\nNo emite.",
    "outlook with mailto": "-----Mensaje original-----\nDe: Nora Villa [mailto:nora@pino.example]\nEnviado el: lunes\nPara: Laura\nAsunto: x\n\nNo emite.",
    "wrapped": "---------- Mensaje reenviado ---------\nDe: Nora Villa\n<nora@pino.example>\nDate: lun\nSubject: x\n\nNo emite.",
    "surname first": '---------- Mensaje reenviado ---------\nDe: "Nora Villa" <nora@pino.example>\nDate: lun\nSubject: x\n\nNo emite.',
    "of a thread, the last": "---------- Mensaje reenviado ---------\nDe: Nora Villa <nora@pino.example>\nDate: lun\nSubject: x\n\nSigue\n\nDe: Otro <otro@x.example>\nEnviado: ayer\nAsunto: y",
}  # fmt: skip


@pytest.mark.parametrize("program", FORWARDS)
def test_the_forwarded_sender_is_read(program):
    assert parse(mail(FORWARDS[program], subject="RV: No emite")).forwarded_from == NORA


def test_an_attached_message_is_read():
    inner = "From: Nora Villa <nora@pino.example>\r\nSubject: No emite\r\n\r\nNo emite."
    parts = f"--b\r\n\r\nVa\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    raw = f"From: laura@segu.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}".encode()

    assert parse(raw).forwarded_from == NORA


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("No emite", "RV: No emite"),
        ("De: Nora Villa <nora@pino.example>\nme pidió que lo revisen", "RV: No emite"),
        ("De: Nora Villa <nora@pino.example>\nFecha: lunes\nAsunto: x", "No emite"),
        ("---------- Mensaje reenviado ---------\nDe: Nora\nDate: lun\nSubject: x", "RV: x"),
    ],
)
def test_a_mail_that_passes_nothing_on_names_nobody(body, subject):
    assert parse(mail(body, subject=subject)).forwarded_from == ("", "")
