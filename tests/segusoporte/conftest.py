"""Servers that misbehave, for what must survive them."""

import socket

import pytest


@pytest.fixture
def frozen_server():
    """A port that accepts connections and never says a word: a frozen Redis."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


@pytest.fixture
def closed_server():
    """A port where nobody listens: a Redis that is down."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{reserved.getsockname()[1]}/0"
