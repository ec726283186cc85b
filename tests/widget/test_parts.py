"""Weight and caching of what a host page loads."""

import gzip
import re

import pytest
from django.urls import reverse

from tickets.widget import parts

KB = 1024
LOADER = ["v1.js"]
ON_OPEN = ["form.js", "fields.js", "subject.js", "coach.js", "style.js", "desk.js"]
ON_SENDING = ["sending.js", "particulars.js"]
ON_PICTURE = ["picture.js", "capture.js", "editor.js"]
BY_THE_HOSTS_LEAVE = ["modern-screenshot.js"]


@pytest.mark.parametrize(
    ("names", "most"),
    [(LOADER, 4), (ON_OPEN, 12), (ON_SENDING, 4), (ON_PICTURE, 8)],
    ids=["loader", "form", "sending", "picture"],
)
def test_it_weighs_little(names, most):
    weight = sum(len(gzip.compress(parts.files()[name], 9)) for name in names)

    assert weight <= most * KB


def test_every_part_is_weighed():
    assert sorted(parts.files()) == sorted(LOADER + ON_OPEN + ON_SENDING + ON_PICTURE + BY_THE_HOSTS_LEAVE)


def test_what_comes_on_opening_imports_nothing_that_comes_later():
    for name in ON_OPEN:
        imported = re.findall(r"^import .* from '\./(.+)';$", parts.files()[name].decode(), re.M)

        assert set(imported) <= set(ON_OPEN), name


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
    before = parts._digest()
    monkeypatch.setattr(parts, "files", lambda: {"form.js": b"x"})

    assert parts._digest() != before


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
