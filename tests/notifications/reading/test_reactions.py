"""A reaction is its emoji, whatever its program says around it; a person's sentence about one is theirs."""

import pytest

from notifications.reading import parse
from tests.notifications.reading.mails import mail


def gmail(said: str, words: str = "👍\r\n\r\nRosa reaccionó a través de Gmail") -> bytes:
    parts = [("plain", words), ("vnd.google.email-reaction+json", said), ("html", f"<p>{words}</p>")]
    body = "".join(f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n" for kind, text in parts)
    return f"From: rosa@a.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n{body}--b--\r\n".encode()


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👍🏽", "👩‍💻", "😡"])
def test_a_reaction_of_gmail_is_its_emoji(emoji):
    message = parse(gmail(f'{{"emoji":"{emoji}","version":1}}'))

    assert (message.text, message.reply_text, message.html) == (emoji, emoji, "")
    assert message.attachments == ()


@pytest.mark.parametrize("said", ["", "[]", '{"emoji":3}', '{"emoji":"Sigue fallando"}', '{"emoji":""}', "[" * 5_000])
def test_a_reaction_that_says_no_emoji_leaves_the_words(said):
    message = parse(gmail(said, "Sigue fallando"))

    assert message.reply_text == "Sigue fallando"


@pytest.mark.parametrize(
    "words",
    [
        "Rosa reaccionó a tu mensaje: 👍\nAbrir en Outlook",
        "Rosa reaccionó a su correo 👍",
        "Rosa reacted to your message: 👍\n\nOpen in Outlook <https://outlook.office.com/mail/>",
        "Rosa reaccionó con 👍",
    ],
)
def test_a_reaction_of_outlook_is_its_emoji(words):
    assert parse(mail(words)).text == "👍"


@pytest.mark.parametrize(
    "words",
    [
        "El cliente reaccionó a tu mensaje: 👍\npero sigue sin emitir",
        "Rosa reaccionó a tu mensaje: 👍\nSigue sin emitir la póliza 12",
        "El asegurado reaccionó a tu correo 👍",
        "Rosa reaccionó a tu mensaje",
        "👍 pero no emite",
    ],
)
def test_a_sentence_of_a_person_stays(words):
    assert parse(mail(words)).reply_text == words
