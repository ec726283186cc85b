"""The cache on Redis, optional: without it everything goes on, uncached.

What we keep there may be missing at any moment: counters of rate limits and presence. So a Redis that is down or
frozen answers like an empty one, and for a few seconds nobody asks it again: a page that reads the cache five times
waits for one timeout, not for five.
"""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE = 5  # seconds without asking, after a failure


class OptionalRedisCache(RedisCache):
    skipped_until = 0.0  # of the monotonic clock; shared by all threads of the process

    def _try(self, operation, *args, answer=None, **kwargs):
        if time.monotonic() < OptionalRedisCache.skipped_until:
            return answer
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            OptionalRedisCache.skipped_until = time.monotonic() + PAUSE
            log.warning("Redis no contesta; seguimos sin caché. %s", error)
            return answer

    def add(self, *args, **kwargs):
        return self._try(super().add, *args, answer=False, **kwargs)

    def get(self, key, default=None, version=None):
        return self._try(super().get, key, default, version, answer=default)

    def set(self, *args, **kwargs):
        return self._try(super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._try(super().touch, *args, answer=False, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try(super().delete, *args, answer=False, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._try(super().get_many, *args, answer={}, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._try(super().set_many, data, *args, answer=list(data), **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._try(super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._try(super().has_key, *args, answer=False, **kwargs)

    def incr(self, *args, **kwargs):
        """Raises ValueError for a missing key, as every cache does; None when Redis is away."""
        return self._try(super().incr, *args, **kwargs)

    def clear(self):
        return self._try(super().clear, answer=False)
