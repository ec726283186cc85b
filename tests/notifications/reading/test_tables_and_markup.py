"""What the markup of a mail says: tables with their columns, instructions left over, text parts that only point at it."""

import time

import pytest

from notifications.reading import parse
from notifications.reading.markup.clean import clean_html
from notifications.reading.markup.lines import html_to_text


def html_mail(markup: str) -> bytes:
    return f"From: ana@a.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{markup}".encode()


def alternative(plain: str, markup: str) -> bytes:
    parts = [("plain", plain), ("html", markup)]
    body = "".join(f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{words}\r\n" for kind, words in parts)
    return f"From: ana@a.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n{body}--b--\r\n".encode()


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


TABLES = {
    "an empty cell keeps its column": (
        table("<td>Cobertura<td>Nuestra<td>Portal", "<td>Cristales<td>410<td>", "<td>Robo<td><td>2,075"),
        ["Cobertura | Nuestra | Portal", "Cristales | 410 |", "Robo |  | 2,075"],
    ),
    "a cell over two columns takes both": (
        table("<td>Plan<td>GNP<td>AXA", "<td colspan=2>No ofrece<td>9,100"),
        ["Plan | GNP | AXA", "No ofrece |  | 9,100"],
    ),
    "a cell over two rows takes both": (
        table("<td rowspan=2>Amplia<td>Contado<td>8,000", "<td>Mensual<td>"),
        ["Amplia | Contado | 8,000", "| Mensual |"],
    ),
    "Word's paragraphs inside cells stay on the row": (
        table("<td><p>Prima</p><p>neta</p><td><p>&nbsp;</p><td><p>7,500</p>", "<td>IVA<td>900<td>"),
        ["Prima neta |  | 7,500", "IVA | 900 |"],
    ),
    "two columns, both filled, need no bar": (
        table("<td>Póliza:<td>12-90", "<td>Año:<td>2023"),
        ["Póliza: 12-90", "Año: 2023"],
    ),
    "two columns with a gap do": (table("<td>Nuestra<td>Portal", "<td><td>8,098"), ["Nuestra | Portal", "| 8,098"]),
    "a label without its value does not": (table("<td>Póliza<td>12-90", "<td>Inciso<td>"), ["Póliza 12-90", "Inciso"]),
    "a lone amount in two columns does": (table("<td>Nuestra<td>Portal", "<td>6,140<td>"), ["Nuestra | Portal", "6,140 |"]),
    "a table that places another is no comparison": (
        table("<td>Hola<td>" + table("<td>A<td><td>1", "<td>B<td>2<td>") + "<td>pie"),
        ["Hola", "A |  | 1", "B | 2 |", "pie"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_read_row_by_row(kind):
    markup, rows = TABLES[kind]

    lines = [line.strip() for line in parse(html_mail(f"<p>Va:</p>{markup}")).reply_text.split("\n")]

    assert [line for line in lines if line] == ["Va:", *rows]


def test_a_quotation_laid_out_in_a_table_is_still_a_quotation():
    ours = "<div class=gmail_quote>El lun, 3 ago 2020 a las 10:11, Mesa (m@s.example) escribió:<blockquote class=gmail_quote>"
    rows = table("<td>Sigue<td><td>igual", f"<td colspan=3>{ours}lo de antes</blockquote></div>")

    assert "lo de antes" not in parse(html_mail(rows)).reply_text


@pytest.mark.parametrize(
    "instruction",
    [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<?php echo 1; ?>",
        '<?import namespace="v" implementation="#x"?>',
        "<?>",
    ],
)
@pytest.mark.parametrize(
    "markup",
    [
        "{}<html><body>No emite</body></html>",
        "<p>{}No emite</p>",
        "<table>{}<tr>{}<td>{}No emite</table>",
        "No emite{}",
    ],
)
def test_an_instruction_in_the_markup_is_passed_over(instruction, markup):
    markup = markup.replace("{}", instruction)

    assert parse(html_mail(markup)).reply_text == "No emite"
    assert html_to_text(clean_html(markup, {})) == "No emite"


def test_what_only_begins_like_an_instruction_is_shown():
    assert parse(html_mail("<p>El campo dice <? y no emite</p>")).reply_text == "El campo dice <? y no emite"


PLACEHOLDERS = [
    "Este mensaje contiene HTML. Ábrelo en un programa de correo compatible.",
    "Este mensaje es HTML",
    "Su lector de correo no puede mostrar este mensaje.",
    "To view this message, please use an HTML compatible email viewer!",
    "Para ver este correo abra la versión web: https://correo.example/v/1",
]


@pytest.mark.parametrize("plain", PLACEHOLDERS)
def test_a_text_part_that_says_nothing_gives_way_to_the_markup(plain):
    message = parse(alternative(plain, "<p>La prima del Aveo cambió de 8,900 a 11,300. ¿Por qué?</p>"))

    assert message.reply_text == message.text == "La prima del Aveo cambió de 8,900 a 11,300. ¿Por qué?"


@pytest.mark.parametrize(
    ("plain", "markup"),
    [
        ("El portal no soporta HTML en la carta", "<p>El portal no soporta <b>HTML</b> en la carta</p>"),
        ("Mi navegador no abre la póliza 12", "<p><img src='cid:a'></p>"),
        ("La versión web no cotiza GNP", "<p>La versión web no cotiza GNP</p><p>Ana Ruiz, Agencia Pino</p>"),
    ],
)
def test_a_text_part_with_the_same_words_stays(plain, markup):
    assert parse(alternative(plain, markup)).text == plain


def test_large_tables_cost_no_more_than_other_markup():
    begun = time.process_time()

    html_to_text("<table>" + "<tr><td>a<td><td colspan=60 rowspan=500>b" * 30_000 + "</table>")
    html_to_text(("<table><tr><td>" * 90 + "x" * 3_000) * 3)

    assert time.process_time() - begun < 5  # a guard against the square, not a speed
