"""The coach against its vectors; tests/e2e/test_widget_coach.py holds the browser's half to the same file."""

import json
from pathlib import Path

import pytest

from tickets.models import Insurer, InsurerAlias, Process
from tickets.subject_coach import Catalogue, for_browser, score, suggest

VECTORS = json.loads(Path(__file__).with_name("subject_vectors.json").read_text())
CATALOGUE = Catalogue(tuple(map(tuple, VECTORS["catalogue"]["insurers"])), tuple(VECTORS["catalogue"]["processes"]))
GOOD_OF_THE_GUIDE = [
    "No está cotizando con ATLAS", "me cambia la prima en la emisión de SURA", "no respeta el descuento de ABA",
]  # fmt: skip
BAD_OF_THE_GUIDE = ["no funciona", "por favor atender", "no cotiza", "paso lo de la otra vez"]


@pytest.mark.parametrize(("subject", "points"), VECTORS["scores"])
def test_a_subject_scores_as_its_vector_says(subject, points):
    assert score(subject, CATALOGUE).points == points


def test_the_guides_own_examples_are_told_apart():
    assert all(score(subject, CATALOGUE).points == 3 for subject in GOOD_OF_THE_GUIDE)
    assert not any(score(subject, CATALOGUE).good for subject in BAD_OF_THE_GUIDE)


def test_forty_more_are_measured():
    assert len(VECTORS["scores"]) >= 47


@pytest.mark.parametrize("vector", VECTORS["suggestions"], ids=lambda vector: vector["subject"] or "empty")
def test_a_suggestion_is_made_of_what_is_known(vector):
    asked = [vector[key] for key in ("subject", "description", "insurer", "process")]

    assert suggest(*asked, CATALOGUE) == vector["suggestion"]


def test_the_hint_names_the_one_missing_piece():
    assert score("no cotiza", CATALOGUE).hint == "Di con qué aseguradora"
    assert score("ATLAS", CATALOGUE).hint.startswith("Di qué pasa")


def test_the_catalogue_is_that_of_the_back_office(db):
    ana = Insurer.objects.create(name="ANA Seguros")
    InsurerAlias.objects.create(insurer=ana, text="ANA", capitals_only=True)
    Insurer.objects.create(name="Retirada", active=False)
    Process.objects.get_or_create(slug="cobranza", defaults={"name": "Cobranza"})

    catalogue = Catalogue.present()

    assert score("en ANA cambia la prima", catalogue).named
    assert not score("Ana cambia la prima", catalogue).named
    assert ("Retirada", False) not in catalogue.insurers


def test_the_browser_gets_rules_and_catalogue_in_a_constant_number_of_queries(db, django_assert_num_queries):
    for number in range(5):
        Insurer.objects.create(name=f"Aseguradora {number}")

    with django_assert_num_queries(5):
        sent = for_browser()

    assert sent["good"] == 2 and len(sent["chips"]) == 5
