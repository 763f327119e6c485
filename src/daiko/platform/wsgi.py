"""The web application for gunicorn; it does not start while a system check fails."""

from __future__ import annotations

import os

from django.core import checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daiko.platform.settings")
application = get_wsgi_application()
if failed := [found for found in checks.run_checks() if found.is_serious()]:
    raise SystemCheckError("\n".join(str(found) for found in failed))
