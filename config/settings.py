"""Settings, from the environment and `.env` beside manage.py. Production unless DEBUG=1."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import build, databases, files, logs, mail, payments, providers, secrets, signing_in, wires
from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "data")
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# Who we are

_secrets = secrets.load(DATA_DIR / "secrets.json", env, refuse_placeholders=not DEBUG)
SECRET_KEY = _secrets["SECRET_KEY"]
SECRETS_KEYS = _secrets["SECRETS_KEYS"]

SITE_URL = env.address(
    "SITE_URL", "scheme and host: https://lockstep.example.org", {"http", "https"}, default="http://127.0.0.1:8000"
).rstrip("/")
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS = [_site.hostname, *env.list("ALLOWED_HOSTS", default=[])]
if DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
elif "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS may not be * in production: name the hosts that serve this site.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
LIVE_ORIGINS = [SITE_URL, *CSRF_TRUSTED_ORIGINS]
REGISTRATION_OPEN = env.bool("REGISTRATION_OPEN", True)
AUTOSAVE_SECONDS = env.number("AUTOSAVE_SECONDS", 1.5, 0.5, 10)

# Apps: imports point down this list only (tests/test_architecture.py)

INSTALLED_APPS = [
    "daphne",
    # Before our own: what our receivers and admin build on is there when their turn comes.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config.apps.ConfigConfig",
    "chat",
    "generations",
    "usage",
    "settings_sync",
    "accounts",
    "realtime",
    "jobs",
    "django_htmx",
    "config.apps.AuditedAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.last_seen.LastSeen",
    "django_htmx.middleware.HtmxMiddleware",
    "realtime.middleware.FramesInResponse",
    "accounts.middleware.TimeZone",
    "config.bodies.TooLarge",
    "config.errors.NotAllowedInWords",
]
if DEBUG:
    MIDDLEWARE.append("config.errors.NotFoundInWords")
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
            "libraries": {"lucide": "config.icons"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Where things are kept

DATABASES = databases.configuration(env, DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", wires.FORM, {"redis", "rediss"}, hostless={"unix"})
REDIS_PREFIX = env.str("REDIS_PREFIX", "lockstep")
CHANNEL_LAYERS = wires.channel_layers(REDIS_URL, REDIS_PREFIX)
CACHES = wires.caches(REDIS_URL, REDIS_PREFIX)
REALTIME_DEBUG = env.bool("REALTIME_DEBUG", False)
RUN_JOBS_IN_WEB = env.bool("RUN_JOBS_IN_WEB", not REDIS_URL)

BUILD = build.digest(BASE_DIR / "static", BASE_DIR / "templates")
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if DEBUG:
    STATIC_ROOT.mkdir(exist_ok=True)  # Nothing has to be collected, but WhiteNoise warns of a folder that is missing.
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": files.storage(env.str("STORAGE_URL", "")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.storage.HashedStatic"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# Seconds. In development pages load some eighty small files, so going from page to page asks for none of them again;
# in production files have a hash in their name and are kept for years.
WHITENOISE_MAX_AGE = 60
MEDIA_ROOT = env.str("MEDIA_ROOT", "") or DATA_DIR / "media"

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.identity.ByPassword",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]

_mail = mail.configuration(env)
vars().update(_mail)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Lockstep <lockstep@{_site.hostname}>")
vars().update(signing_in.configuration(env, has_mail=bool(_mail["EMAIL_URL"])))

# Providers of models, and how errors that may hold their keys are reported

vars().update(providers.from_environment(env))
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.reports.AlwaysHidden"

# Who takes payments

vars().update(payments.from_environment(env, DEBUG))

# What the browser may do

_https = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if _https else ("session", "csrf")
SESSION_ENGINE = "accounts.identity"
SECURE_HSTS_SECONDS = 86_400 if _https else 0
# Subdomains and the browsers' preload list belong to the owner of the whole domain, not to one site on it.
# models.W040: SQLite leaves out what an index on PostgreSQL includes.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "models.W040"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
# The days of figures, budgets and exports. `check_ledger --repair` counts them anew after another choice.
REPORTING_ZONE = env.zone("REPORTING_TIME_ZONE", "UTC")
REPORTING_TIME_ZONE = REPORTING_ZONE.key

LOGGING = logs.configuration(debug=DEBUG, realtime_debug=REALTIME_DEBUG)
