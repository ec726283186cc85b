"""A Redis that is down or frozen answers like an empty cache, and costs one timeout."""

import time

import pytest

from segusoporte.cache import OptionalRedisCache


@pytest.fixture
def cache_on(monkeypatch):
    monkeypatch.setattr(OptionalRedisCache, "skipped_until", 0.0)

    def build(url):
        return OptionalRedisCache(url, {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}})

    yield build
    OptionalRedisCache.skipped_until = 0.0


def test_a_frozen_redis_costs_one_timeout_for_a_whole_page(cache_on, frozen_server):
    cache = cache_on(frozen_server)
    began = time.monotonic()

    answers = [
        cache.get("uno", "nada"),
        cache.add("dos", 1),
        cache.incr("tres"),
        cache.get_many(["a"]),
        cache.set("b", 1),
    ]

    assert answers == ["nada", False, None, {}, None]
    assert time.monotonic() - began < 2.5


def test_a_redis_that_is_down_answers_like_an_empty_one(cache_on, closed_server):
    cache = cache_on(closed_server)

    assert cache.get("clave") is None
    assert cache.has_key("clave") is False
    assert cache.delete("clave") is False


def test_redis_is_asked_again_after_the_pause(cache_on, closed_server, monkeypatch):
    cache = cache_on(closed_server)
    cache.get("clave")
    asked = []
    monkeypatch.setattr(
        "django.core.cache.backends.redis.RedisCache.get", lambda *args, **kwargs: asked.append(args) or "sí"
    )
    cache.get("clave")

    OptionalRedisCache.skipped_until = time.monotonic() - 1

    assert cache.get("clave") == "sí"
    assert len(asked) == 1
