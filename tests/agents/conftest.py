"""Who sits at the workspace."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import make_user


@pytest.fixture
def administrator(db):
    return make_user("adriana", "Administrador")


@pytest.fixture
def colleague(db):
    return make_user("luis", "Agente")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(agent):
    """A browser in which Laura is signed in."""
    return signed_in(agent)


@pytest.fixture
def at_once(settings):
    """Messages leave in the request that sends them."""
    settings.UNDO_SEND = timedelta(0)
