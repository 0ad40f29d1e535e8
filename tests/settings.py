"""The settings of the platform on a folder of its own: tests never touch the data of the checkout."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ["HONGLAM_VAR"] = tempfile.mkdtemp(prefix="honglam-test-")
os.environ.setdefault("HONGLAM_LOG_LEVEL", "WARNING")
atexit.register(shutil.rmtree, os.environ["HONGLAM_VAR"], ignore_errors=True)

from honglam.config.settings import *  # noqa: E402, F403  the folder must be named first

# The clock of whoever runs the tests decides nothing: quiet hours are tested where a story sets them.
NOTICES_QUIET_HOURS = ("00:00", "00:00")

# Argon2 takes its time on purpose; what the platform itself uses is tested where the door is.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
