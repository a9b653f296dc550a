"""What a test needs beyond `tests/requirements.txt`: where it is missing, the test is skipped."""

import importlib
import os

import pytest


def missing(what: str):
    """Skip a test for want of something; with `CI=true` it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs it: {what}")
    pytest.skip(what)


def needed(module: str, requirements: str):
    """Import a module that a requirements file of its own installs."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        pass
    missing(f"no {module.split('.')[0]}: pip install -r {requirements}")
