"""The ordered table that decides where the earlier message begins: its order, its examples, its overlaps."""

import pytest

from notifications.reading.markup.lines import html_to_lines
from notifications.reading.quotes.rules import RULES, prepared, rules_at
from notifications.reading.quotes.sorting import text_lines

INTRO = "El lun, 3 ago 2020 a las 10:11, Mesa (<mesa@segu.example>) escribió:"
BLOCK = ["De: Mesa <mesa@segu.example>", "Enviado el: lunes, 3 de agosto de 2020 10:11", "Para: Rosa", "Asunto: RE: No"]


def claims(text: str) -> list[list[str]]:
    """For every line, the names of the rules that claim it, the one that decides first."""
    sorting = prepared(html_to_lines(text) if text.startswith("<") else text_lines(text))
    return [[rule.name for rule in rules_at(sorting, index)] for index in range(len(sorting.lines))]


def test_the_rules_are_asked_in_this_order():
    assert [rule.name for rule in RULES] == [
        "markup of a mail program",
        "empty line",
        "introduction",
        "forward",
        "quoted run",
        "separator",
        "header block",
        "own words",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_decides_a_line_of_its_own_example(rule):
    assert rule.name in [names[0] for names in claims(rule.example)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('<p>Va.</p><div id="appendonsend"></div>', ["markup of a mail program", "empty line"]),
        (f"> {INTRO}\n> > Prueba.", ["introduction", "quoted run"]),
        ("> ---------- Mensaje reenviado ---------", ["forward", "quoted run"]),
        ("> -----Mensaje original-----", ["quoted run", "separator"]),
        ("\n".join(f"> {line}" for line in BLOCK), ["quoted run", "header block"]),
    ],
)
def test_where_two_rules_claim_a_line_the_first_decides(text, names):
    assert [*names, "own words"] in claims(text)
