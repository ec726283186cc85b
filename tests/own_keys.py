"""The product's cache on a Redis that other test processes share: each one's keys begin with its own prefix."""

from segusoporte.cache import OptionalRedisCache


class OwnKeysCache(OptionalRedisCache):
    def clear(self):
        """Delete what begins with the prefix; the product's own empties the database for everybody."""
        client = self._cache.get_client(write=True)
        if keys := list(client.scan_iter(f"{self.key_prefix}:*", count=1000)):
            client.delete(*keys)
        return True
