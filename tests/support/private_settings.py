"""Settings of the tests: a data folder of this run alone, else those of the product.

pytest-django reads the settings before any conftest, and they are bound to a data
folder; so the folder is made here. Workers of one run share it and its server.
"""

from __future__ import annotations

import os
import tempfile

_FOLDER = os.environ.get("DAIKO_TEST_HOME")
if _FOLDER is None:
    _FOLDER = tempfile.mkdtemp(prefix="daiko-test-")
    os.environ["DAIKO_TEST_HOME"] = _FOLDER
    os.environ["DAIKO_TEST_OWNER"] = str(os.getpid())
os.chmod(_FOLDER, 0o755)  # our own folder; the server's account must reach the data in it
os.environ["DAIKO_HOME"] = _FOLDER
# A sweep in one worker must not erase the checks of another.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["DAIKO_QUARANTINE"] = os.path.join(_FOLDER, f"quarantine{_WORKER}")
os.environ["DJANGO_SETTINGS_MODULE"] = "daiko.platform.settings"  # for programs that tests start

from daiko.platform.settings import *  # noqa: E402, F403 - settings are a module by design

# Tests sign in as the owner, who may make databases, and then act as the application
# (conftest.py), whose grants and policies are those of the product. Changed in place: the
# connections hold this very dictionary, and collecting tests runs this module again.
DATABASES["default"].update(database(owner_url()))  # noqa: F405 - from the product's settings

# A worker runs jobs in threads of its own; what they open must not outlive the test.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - from the settings of the product
