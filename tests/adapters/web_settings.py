"""The settings of the web application as the tests run it: a folder of its own, jobs at once, a quick password hash."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="zhiheng-web-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["ZHIHENG_HOME"] = _home
os.environ["ZHIHENG_JOBS"] = "immediate"
os.environ["ZHIHENG_DATABASE_URL"] = os.environ.get("ZHIHENG_TEST_WEB_DATABASE_URL", "")
os.environ["ZHIHENG_ALLOWED_HOSTS"] = "*"

from zhiheng_web.conf.settings import *  # noqa: E402, F403

# Argon2 is slow on purpose; the tests of accounts switch it on again.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]

# The static files come from the apps; the folder of collected ones must only be there.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Each client of a test makes the middleware anew: static files are looked up one by one, not all of them each time.
WHITENOISE_AUTOREFRESH = True
