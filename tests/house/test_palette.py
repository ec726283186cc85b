"""One palette: wherever tokens.css cannot reach (another host's page, a mail, a picture), its colours are copied equal."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
DECLARED = re.compile(r"--([\w-]+): ([^;]+);")
DARK = "@media (prefers-color-scheme: dark)"
RENAMED = {"good": "resuelto", "accent": "brand"}  # name in the widget → token that holds the colour
OWN = {
    "v1.js": {"#094f59"},  # the launcher under the pointer
    "style.js": {"#0006"},  # shadow
    "editor.js": {"#ffe14d", "#c98a00"},  # the highlighter
}
COPIES = [
    *sorted((ROOT / "static" / "widget").glob("*.js")),
    *sorted((ROOT / "static" / "js").rglob("*.js")),
    *sorted((ROOT / "templates" / "correo").glob("*.html")),
    ROOT / "notifications" / "templatetags" / "correo.py",
    ROOT / "static" / "img" / "icon.svg",
]


def halves(text: str) -> tuple[str, str]:
    """What holds in the light, and the body of the first block for the dark."""
    before, _, rest = text.partition(DARK)
    depth = 0
    for at, sign in enumerate(rest):
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and depth == 0:
            return before + rest[at + 1 :], rest[:at]
    return before, ""


def names(text: str) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in DECLARED.findall(text)}


def solid(colour: str) -> str:
    """Six digits in small letters, whatever its transparency."""
    digits = colour.removeprefix("#").lower()
    digits = "".join(2 * digit for digit in digits) if len(digits) < 6 else digits
    return "#" + digits[:6]


def strangers(path: Path) -> set[str]:
    """Colours of a file that the tokens of that scheme do not know; black and white are nobody's."""
    light, dark = halves(path.read_text())
    known = {"#000000", "#ffffff"} | {solid(colour) for colour in OWN.get(path.name, ())}
    palettes = [{solid(colour) for colour in HEX.findall(half)} for half in halves(TOKENS)]
    found = [{solid(colour) for colour in HEX.findall(half)} for half in (light, dark)]
    backdrop = {solid(names(halves(TOKENS)[1])["bg"])}  # a dimmed page is dark in the light too
    return (found[0] - palettes[0] - backdrop - known) | (found[1] - palettes[1] - known)


def test_the_dialog_on_another_host_has_the_tokens_of_the_desk():
    for ours, theirs in zip(halves(TOKENS), halves((ROOT / "static/widget/style.js").read_text()), strict=True):
        tokens, copied = names(ours), names(theirs)

        assert copied
        assert copied == {name: tokens[RENAMED.get(name, name)] for name in copied}


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.name)
def test_no_colour_is_foreign_to_the_palette(path):
    assert strangers(path) == set()


def test_a_colour_that_drifted_would_be_noticed(tmp_path):
    drifted = tmp_path / "acuse.html"
    drifted.write_text(f"p {{ color: #0b5f6c }} {DARK} {{ p {{ color: #0b5f6b }} }} a {{ color: #0b5f6b }}")

    assert strangers(drifted) == {"#0b5f6c", "#0b5f6b"}
    assert {"#0b5f6b", "#1d2430"} <= set(HEX.findall(halves(TOKENS)[0]))
