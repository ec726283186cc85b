"""The style sheets: one declaration a line, sizes and colours from the tokens, and no component that leaks into others."""

import re
from itertools import combinations
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
COMPONENTS = sorted((CSS / "components").glob("*.css"))
OURS = [path for path in sorted(CSS.rglob("*.css")) if path.name != "tokens.css"]
IN_SCRIPTS = [CSS.parent / "widget" / name for name in ("style.js", "editor.js", "v1.js")]
COMMENT = re.compile(r"/\*.*?\*/", re.S)
FORM_ELEMENTS = {"textarea", "[aria-invalid=true]"}  # field.css dresses them wherever they stand
SIZE = re.compile(r"(?<!-)\b(?:font-size|font|border-radius):\s*([^;]+);")
NAMED = re.compile(r"var\(--(?:text|radius|mono)[\w-]*\)|inherit|50%")  # a circle has no size


def bare(text: str) -> str:
    return COMMENT.sub("", text)


def selectors(text: str) -> list[str]:
    """Every selector of a style sheet, those of lists apart; at-rules are none."""
    preludes = re.findall(r"([^{};]+)\{", bare(text))
    return [
        selector.strip()
        for prelude in preludes
        if not prelude.strip().startswith("@")
        for selector in re.split(r",(?![^(]*\))", prelude)
    ]


def first(selector: str) -> str:
    """What a selector begins with: the class that owns it, or its element."""
    compound = re.split(r"[\s>+~]", selector)[0]
    named = re.match(r"\.[\w-]+", compound)
    return named[0] if named else compound


def owned(text: str) -> set[str]:
    return {first(selector) for selector in selectors(text)}


def crowded(text: str) -> list[str]:
    """Lines with more than one declaration."""
    return [line for line in bare(text).splitlines() if len(re.findall(r";(?=\s*\S)(?!\s*\})", line))]


def unnamed(text: str) -> list[str]:
    """Sizes of type and of corners that are no token, and colours written out."""
    sizes = [value for value in SIZE.findall(bare(text)) if not NAMED.match(value)]
    return sizes + re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", bare(text))


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_one_declaration_a_line(path):
    assert crowded(path.read_text()) == []


@pytest.mark.parametrize("path", IN_SCRIPTS, ids=lambda path: path.name)
def test_one_declaration_a_line_in_the_dialog_too(path):
    css = re.search(r"const CSS = `(.*?)`;", path.read_text(), re.S)[1]

    assert css.count("{") > 3
    assert crowded(css) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_type_corners_and_colours_come_from_the_tokens(path):
    assert unnamed(path.read_text()) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_every_rule_of_a_component_begins_with_a_class(path):
    elements = {name for name in owned(path.read_text()) if not name.startswith(".")}

    assert elements <= (FORM_ELEMENTS if path.name == "field.css" else set())


def test_no_class_is_owned_by_two_components():
    owners = {path.name: owned(path.read_text()) for path in COMPONENTS}

    shared = {(one, other): owners[one] & owners[other] for one, other in combinations(owners, 2)}
    assert {pair: classes for pair, classes in shared.items() if classes} == {}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_stands_in_its_layer(path):
    outside = re.sub(r"@layer components \{.*?\n\}\n", "", bare(path.read_text()), flags=re.S)

    assert outside.strip() == ""


def test_the_layers_are_in_order_before_the_first_rule():
    assert bare((CSS / "tokens.css").read_text()).strip().startswith("@layer tokens, base, components, utilities;")


def test_it_finds_what_it_looks_for():
    assert crowded(".a { color: red; margin: 0; }") and not crowded(".a { color: red; }")
    assert unnamed("p { font-size: 13px; }") == ["13px"]
    assert unnamed("p { color: #fff; }") == ["#fff"] and unnamed("#id { margin: 0; }") == []
    assert owned("@media print { .a b, .c:is(.d, .e) { margin: 0; } kbd { margin: 0; } }") == {".a", ".c", "kbd"}
