"""The database: SQLite in the data folder, or PostgreSQL."""

from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

FORM = "DATABASE_URL is postgres://user:password@host:port/name, sqlite:///path/of/a/file, or empty: SQLite in DATA_DIR."


def configuration(env, data_dir):
    """The `DATABASES` setting."""
    database = _parsed(env, env.str("DATABASE_URL", "") or f"sqlite:///{data_dir / 'db.sqlite3'}")
    embedded = database["ENGINE"].endswith("sqlite3")
    return {"default": database | (_sqlite(data_dir) if embedded else _postgresql(env, database["HOST"]))}


def _parsed(env, url):
    if url.partition("://")[0] not in {"sqlite", *env.POSTGRES_FAMILY}:
        raise ImproperlyConfigured(FORM)
    try:
        return env.db_url_config(url)
    except ValueError:  # a port that is none
        raise ImproperlyConfigured(FORM) from None


def _sqlite(data_dir):
    return {
        "ENGINE": "realtime.db.sqlite3",
        "CONN_MAX_AGE": 600,  # to open a file and set it up takes as long as five queries; it is closed with its thread
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": data_dir / "test.sqlite3"},
    }


def _postgresql(env, host):
    """A pool, because persistent connections leak under ASGI until the server refuses."""
    return {
        "ENGINE": "realtime.db.postgresql",
        "HOST": unquote(host),  # a socket's folder: %2Fvar%2Frun%2Fpostgresql
        "CONN_MAX_AGE": 0,
        # Not server_side_binding, a tenth less CPU: it makes four bytes of the eight of an amount that F() adds, and says nothing.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL_SIZE", 16, 1), "timeout": 20}},
    }
