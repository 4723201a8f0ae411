"""What `manage.py check`, and with it every start of the worker, says of the register of parties."""

from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.utils.module_loading import import_string


def check_parties_register(app_configs: Any, **_options: Any) -> list[Error]:
    """Only when all is loaded can a dotted path be followed, so the settings cannot say it."""
    path: str = settings.PARTIES_REGISTER
    if not path:
        return []
    try:
        is_function = callable(import_string(path))
    except ImportError as error:
        return [Error(f"SIP_PARTIES_REGISTER: {error}", id="cases.E001")]
    return [] if is_function else [Error(f"SIP_PARTIES_REGISTER: {path} is no function", id="cases.E001")]
