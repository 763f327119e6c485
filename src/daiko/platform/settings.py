"""Django settings of all three sizes; what differs comes from the environment.

``DATABASE_URL`` names any PostgreSQL ≥ 15; without it the embedded server of
this installation is used (``daiko db url``). ``DAIKO_HOME`` is the data folder.
Source: design 4 and 5.
"""

from __future__ import annotations

import os
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict

from daiko.platform.home import home, secret

CONNECT_SECONDS: Final = 10  # then it is not there; a page must not wait for minutes


def database(url: str) -> dict[str, Any]:
    """Django's view of a PostgreSQL address."""
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}
    for part, name in known.items():
        settings[name] = parts.pop(part, "") or ""
    settings["PORT"] = str(parts.pop("port", "") or "")
    given = {name: value for name, value in parts.items() if value is not None}
    settings["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS} | given
    return settings


def database_url() -> str:
    """``DATABASE_URL``, or the embedded server (running or not), as a role that owns nothing."""
    configured = os.environ.get("DATABASE_URL")
    if configured:
        return configured
    from daiko.platform.postgres import APPLICATION, embedded_server

    return embedded_server(home()).url(role=APPLICATION)


def owner_url() -> str:
    """``DAIKO_OWNER_URL``: the role that owns the tables and migrates them.

    Without it the embedded server's owner, or the role of ``DATABASE_URL`` itself: then the
    wall stands on policies alone (``daiko db wall`` says so).
    """
    configured = os.environ.get("DAIKO_OWNER_URL") or os.environ.get("DATABASE_URL")
    if configured:
        return configured
    from daiko.platform.postgres import embedded_server

    return embedded_server(home()).url()


DESK: Final = "desk"  # everything on one machine, for trying; house and nation are for real


def profile() -> str:
    """``DAIKO_PROFILE``: desk (default), house or nation. Raises ValueError for another."""
    name = os.environ.get("DAIKO_PROFILE", DESK)
    if name not in (DESK, "house", "nation"):
        raise ValueError(f"DAIKO_PROFILE is desk, house or nation, not {name}")
    return name


SECRET_KEY: Final = secret("django-key")
DEBUG: Final = False
PROFILE: Final = profile()
PROXIES: Final = frozenset(os.environ.get("DAIKO_PROXIES", "").replace(",", " ").split())
"""Addresses ("unix" for a socket) whose X-Forwarded headers count; none by default."""
ALLOWED_HOSTS: Final = ["localhost", "127.0.0.1", *os.environ.get("DAIKO_HOST", "").split()]
IS_HTTPS: Final = PROFILE != DESK  # house and nation stand behind a proxy with certificates
CSRF_COOKIE_SECURE: Final = IS_HTTPS
CSRF_COOKIE_NAME: Final = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SECURE_PROXY_SSL_HEADER: Final = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
INSTALLED_APPS: Final = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "daiko.precheck",
    "daiko.audit",
    "daiko.registry",
    "daiko.people",
    "daiko.reception",
    "daiko.settlement",
    "daiko.delivery",
    "daiko.notices",
    "daiko.portal",
    "daiko.api",
]
MIDDLEWARE: Final = [
    "daiko.portal.security.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "daiko.platform.proxy.PeerMiddleware",
    "daiko.api.problems.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "daiko.portal.languages.LanguageMiddleware",
    "daiko.api.problems.CertificateMiddleware",
    "daiko.portal.certificates.CertificateMiddleware",
    "daiko.people.web.PersonMiddleware",
    "daiko.portal.security.ClearScreenMiddleware",
    "daiko.portal.problems.ProblemPageMiddleware",
]
ROOT_URLCONF: Final = "daiko.portal.site_urls"
WSGI_APPLICATION: Final = "daiko.platform.wsgi.application"
TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["daiko.portal.navigation.navigation"]},
    }
]
DATABASES: Final = {"default": database(database_url())}
DEFAULT_AUTO_FIELD: Final = "django.db.models.BigAutoField"
LANGUAGE_CODE: Final = "ja"
TIME_ZONE: Final = "Asia/Tokyo"
USE_TZ: Final = True
USE_I18N: Final = True
STATIC_URL: Final = "/static/"
WHITENOISE_USE_FINDERS: Final = True
CSRF_COOKIE_HTTPONLY: Final = True
CSRF_FAILURE_VIEW: Final = "daiko.portal.problems.forged"
X_FRAME_OPTIONS: Final = "DENY"
SECURE_REFERRER_POLICY: Final = "same-origin"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME: Final = "jobs"
PROCRASTINATE_IMPORT_PATHS: Final = ["daiko.platform.jobs"]
LOGGING: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "daiko.platform.logs.RequestsWithoutContent"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
AGENCY_NUMBER: Final = os.environ.get("DAIKO_AGENCY_NUMBER", "94899010")
