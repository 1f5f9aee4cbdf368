"""Logging: one readable line an event, to stderr, where every supervisor looks."""


def configuration(debug, realtime_debug):
    """The `LOGGING` setting. `realtime_debug` prints every frame and decision of the live pages."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django hangs handlers of its own on these two, which would print each line twice.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO" if debug else "WARNING", "propagate": True},
            "daphne": {"level": "WARNING"},  # else it introduces itself in four lines
            "httpx": {"level": "WARNING"},  # where we ask is nothing for the log; httpcore would name headers
            "httpcore": {"level": "WARNING"},
            **{name: {"level": "WARNING"} for name in ("httpx2", "httpcore2", "openai", "anthropic", "stripe", "urllib3")},
            "realtime": {"level": "DEBUG" if realtime_debug else "INFO"},
        },
    }
