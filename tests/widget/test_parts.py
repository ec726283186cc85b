"""Weight and caching of what a host page loads."""

import gzip
import re

import pytest
from django.urls import reverse

from tickets.widget import parts

KB = 1024
# By the moment it comes: on loading the host page, on opening the dialog, on wanting a picture, by the host's leave.
MOST = {"v1.js": 4 * KB, "form.js": 12 * KB, "picture.js": 8 * KB, "modern-screenshot.js": 16 * KB}
MODULE = re.compile(r"^import .* from '\./(.+)';$", re.M)
NAMES = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", re.M)  # at the top level


def travelling(client, name: str) -> bytes:
    """The very bytes of a part as a browser gets them, with the settings of production."""
    path = reverse("tickets:widget_loader") if name == parts.LOADER else parts.parts_path() + name
    return client.get(path, headers={"Accept-Encoding": "gzip"}).content


@pytest.mark.parametrize("name", MOST)
def test_it_weighs_little(client, settings, name):
    settings.DEBUG = False

    assert 0 < len(travelling(client, name)) <= MOST[name]


def test_nothing_is_loaded_that_is_not_weighed():
    assert set(parts.files()) == set(MOST)
    for name in MOST.keys() - parts.PARTS.keys():
        assert MODULE.findall(parts.files()[name].decode()) == [], name


def test_writing_and_sending_need_nothing_beyond_the_form():
    """Only the picture's part is fetched later, and of it nothing is needed for sending without one."""
    form = parts.files()["form.js"].decode()

    assert MODULE.findall(form) == []
    assert re.findall(r"import\(`\./([a-z-]+\.js)", form) == ["picture.js"]
    assert "XMLHttpRequest" in form and "Qué se envía" in form and "Ya tienes abierta una solicitud parecida" in form


def test_a_part_holds_each_of_its_modules_once_and_no_name_of_them_twice():
    sources = {path.name for path in parts.CODE.glob("*.js")} - {parts.LOADER}

    assert sorted(module for modules in parts.PARTS.values() for module in modules) == sorted(sources)
    for name, modules in parts.PARTS.items():
        declared = [word for module in modules for word in NAMES.findall((parts.CODE / module).read_text())]
        assert len(declared) == len(set(declared)), name


def test_what_is_imported_from_another_part_comes_from_where_it_is():
    """Each name once: a second declaration would stop the whole part."""
    found = re.findall(r"^import .*$", parts.files()["picture.js"].decode(), re.M)

    assert found == ["import { adopt, button, enter, h } from './form.js';"]


def test_only_comments_indentation_and_empty_lines_are_taken_from_the_sources():
    """What a browser runs is the same: no string holds « // », and of the literals of many lines each is CSS."""
    for path in parts.CODE.glob("*.js"):
        source = path.read_text()
        for line in source.splitlines():
            code, mark, _ = line.partition(" // ")
            assert not mark or not any(code.count(quote) % 2 for quote in "'\"`"), line
        for literal in re.findall(r"(.*)`\n", source):
            assert literal.strip() == "const CSS =", path.name


def test_the_loader_lives_shortly_and_the_parts_for_ever(client):
    loader = client.get(reverse("tickets:widget_loader"))
    part = client.get(f"{parts.parts_path()}form.js")

    assert loader["Cache-Control"] == "public, max-age=300"
    assert part["Cache-Control"] == "public, max-age=31536000, immutable"
    for answer in (loader, part):
        assert answer["Content-Type"].startswith("text/javascript")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies


def test_an_older_address_still_answers_but_is_not_kept(client):
    answer = client.get(reverse("tickets:widget_part", args=["de-antes", "form.js"]))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"


def test_one_changed_letter_moves_every_part(monkeypatch):
    before = parts._fingerprint()
    monkeypatch.setattr(parts, "files", lambda: {"form.js": b"x"})

    assert parts._fingerprint() != before


def test_it_travels_compressed_to_whom_understands_it(client):
    plain = client.get(f"{parts.parts_path()}form.js")
    small = client.get(f"{parts.parts_path()}form.js", headers={"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert not plain.has_header("Content-Encoding")


@pytest.mark.parametrize("name", ["v1.js", "otra.js", "..%2Fv1.js", "settings.py"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"{parts.parts_path()}{name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_code_is_only_read(client, method):
    assert getattr(client, method)(reverse("tickets:widget_loader")).status_code == 405
