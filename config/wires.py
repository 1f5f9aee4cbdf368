"""What joins processes: channel layer and cache, through Redis, or in memory where there is one process."""

FORM = "redis://host:6379/0 (also rediss://… and unix:///path), or empty where there is one process."


def channel_layers(redis_url, prefix):
    """The `CHANNEL_LAYERS` setting."""
    if not redis_url:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    return {"default": {"BACKEND": backend, "CONFIG": {"hosts": [redis_url], "prefix": prefix}}}


def caches(redis_url, prefix):
    """The `CACHES` setting."""
    if not redis_url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": redis_url, "KEY_PREFIX": prefix}}
