import pytest

from notifications.reading import parse
from notifications.reading.mime.addresses import mailboxes
from notifications.reading.mime.decoding import decode
from tests.notifications.reading.mails import mail, with_header

SUBJECTS = [
    ("=?utf-8?q?P=C3=B3liza?=", "Póliza"),
    ("=?iso-8859-1?Q?P=F3liza?= nueva", "Póliza nueva"),
    ("=?utf-8?B?UMOz?=\r\n =?utf-8?B?bGl6YQ==?=", "Póliza"),
    ("=?utf-8?B?ww==?= =?utf-8?B?sw==?=", "ó"),
    ('Re: "=?utf-8?B?UMOzbGl6YQ==?=" urgente', 'Re: "Póliza" urgente'),
    ("Póliza en crudo", "Póliza en crudo"),
    ("=?x-no-existe?q?P=C3=B3liza?=", "Póliza"),
    ("=?gb2312?B?1tDOxA==?=", "中文"),
    ("uno\r\n dos\u2028tres", "uno dos tres"),
    ("=?utf-8?Q?=C2=BFP=C3=B3liza??=", "¿Póliza?"),
    ("=?utf-8?Q?=C2=BFP=C3=B3liza? =C2=BFcu=C3=A1l??= =?utf-8?Q?_=C3=B3?=", "¿Póliza? ¿cuál? ó"),
    ("\x1b$B%F%9%H\x1b(B", "テスト"),
]
ADDRESSES = [
    ("Juan Pérez <juan@x.example>", ("Juan Pérez", "juan@x.example")),
    ('"Pérez, Juan" <juan@x.example>', ("Pérez, Juan", "juan@x.example")),
    ("juan@x.example (Juan)", ("Juan", "juan@x.example")),
    ("Juan(el \\) de abajo) <juan(casa)@x.example>", ("Juan", "juan@x.example")),
    ("=?utf-8?q?Juan_P=C3=A9rez?= <juan@x.example>", ("Juan Pérez", "juan@x.example")),
    ("Juan <juan@x.example", ("Juan", "juan@x.example")),
    ("<@ruta.example:juan@x.example>", ("", "juan@x.example")),
    ('"ana@x.example" <juan@x.example>', ("ana@x.example", "juan@x.example")),
    ("Pérez, Juan <juan@x.example>", ("Pérez, Juan", "juan@x.example")),
    ("Juan <mailto:juan@x.example>", ("Juan", "juan@x.example")),
    ('<"juan p"@x.example>', ("", '"juan p"@x.example')),
]


@pytest.mark.parametrize(("written", "read"), SUBJECTS)
def test_a_subject_is_read_however_it_was_encoded(written, read):
    assert parse(with_header(f"Subject: {written}")).subject == read


@pytest.mark.parametrize(("written", "mailbox"), ADDRESSES)
def test_an_address_is_read_however_it_was_written(written, mailbox):
    assert mailboxes(written) == [mailbox]


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Póliza".encode(), "iso-8859-1", "Póliza"),
        ("Póliza".encode("latin-1"), "utf-8", "Póliza"),
        ("Póliza “uno”".encode("cp1252"), "iso-8859-1", "Póliza “uno”"),
        ("Póliza".encode("latin-1"), "x-no-existe", "Póliza"),
        ("Póliza señal".encode()[:-1] + b"\xc3", "utf-8", "Póliza seña\ufffd"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("Póliza".encode("utf-16"), "utf-16", "Póliza"),
        (b"Hola", "utf-16", "Hola"),
        (b"\x00Ho\x00la", "utf-8", "Hola"),
        (b"Hola", "unicode_escape", "Hola"),
    ],
)
def test_a_text_is_read_in_the_charset_it_was_written_in(data, declared, text):
    assert decode(data, declared) == text


def test_every_address_that_may_carry_our_token_is_a_recipient():
    raw = with_header(
        "To: a@x.example\r\nCc: B@x.example\r\nDelivered-To: soporte+abc@segu.example\r\nX-Original-To: c@x.example\r\n"
        "Envelope-To: d@x.example\r\nReceived: by mx for <soporte+def@segu.example>; hoy"
    )

    message = parse(raw)

    assert set(message.recipients) >= {f"{name}@x.example" for name in "abcd"}
    assert {"soporte+abc@segu.example", "soporte+def@segu.example"} <= set(message.recipients)
    assert message.cc == ("b@x.example",)


def test_identifiers_lose_their_brackets_and_keep_their_order():
    raw = with_header("Message-ID: <c@x>\r\nIn-Reply-To: <b@x> (de ayer)\r\nReferences: <a@x>\r\n <b@x>")

    message = parse(raw)

    assert (message.message_id, message.in_reply_to, message.references) == ("c@x", "b@x", ("a@x", "b@x"))


def test_a_malformed_line_does_not_end_the_header():
    assert (
        parse(
            b"una raya suelta\r\nFrom: Rosa <rosa@x.example>\r\nTo  : a@x.example\r\nSubject: Hola\r\n\r\ntexto"
        ).subject
        == "Hola"
    )


def test_dates_are_aware_and_nonsense_is_none():
    assert parse(mail()).date.isoformat() == "2026-08-03T10:11:12-06:00"
    assert parse(with_header("Date: ayer por la tarde")).date is None


def test_a_forward_is_known_by_its_subject_and_shown_whole():
    text = "Les paso esto.\r\n\r\nDe: Ana <ana@x.example>\r\nEnviado el: lunes, 3 de agosto de 2026 10:11\r\nPara: Rosa\r\nAsunto: no abre\r\n\r\nNo abre."

    message = parse(mail(text, subject="RV: no abre"))

    assert message.is_forward
    assert message.reply_text.endswith("No abre.")


def test_eight_bit_words_survive_a_missing_or_wrong_charset():
    for declared in (
        "",
        "\r\nContent-Type: text/plain; charset=us-ascii",
        "\r\nContent-Type: text/plain; charset=x-nada",
    ):
        raw = f"Subject: x{declared}\r\nContent-Transfer-Encoding: 8bit".encode() + b"\r\n\r\n"

        assert parse(raw + "Póliza".encode()).text == "Póliza"
        assert parse(raw + "Póliza".encode("latin-1")).text == "Póliza"


ENCODED = [
    ("base64", b"dW5vIA==\r\nZG9z", "uno dos"),
    ("base64", b"SG9sYQ==\r\n-- \r\nLista de correo", "Hola"),
    ("quoted-printable", b"uno =  \r\ndos", "uno dos"),
    ("quoted-printable", b"100=% seguro", "100=% seguro"),
]


@pytest.mark.parametrize(("encoding", "body", "text"), ENCODED)
def test_a_body_is_decoded_also_where_a_relay_mangled_it(encoding, body, text):
    assert parse(with_header(f"Content-Transfer-Encoding: {encoding}", body)).text.strip() == text


def test_a_byte_order_mark_above_the_header_is_no_header():
    assert parse(b"\xef\xbb\xbfSubject: x\r\n\r\nhola").subject == "x"


def test_enriched_text_is_read_where_there_is_no_other():
    assert parse(with_header("Content-Type: text/enriched", b"<bold>Hola</bold> a todos")).text == "Hola a todos"


def test_a_flowed_break_inside_a_link_is_mended():
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"

    message = parse(with_header(flowed, b"Ver https://segu.example/ \r\npoliza/1 \r\n\r\n-- \r\nRosa"))

    assert message.text.startswith("Ver https://segu.example/poliza/1")
