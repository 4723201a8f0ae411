"""Typed access to environment variables: a bad value stops the start and is named."""

from datetime import date
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


class _Environment(environ.Env):  # type: ignore[misc] # the package has no types
    def email_url(self, var: str, default: str = "") -> dict[str, Any]:
        """Django's EMAIL settings from an address; it may hold a password, so no error repeats it."""
        try:
            config: dict[str, Any] = super().email_url(var, default=default)
        except (ImproperlyConfigured, KeyError, ValueError):
            raise ImproperlyConfigured(f"{var}: is no address of a mail server, smtp+tls://user@host:587") from None
        return config


env = _Environment()


def secret(name: str, default: str = "") -> str:
    """Value of NAME, or the content of the file that NAME_FILE points to (container secrets)."""
    file = env.str(f"{name}_FILE", default="")
    if not file:
        value: str = env.str(name, default=default)
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{name}_FILE: {file} is no UTF-8 text") from None


def number(name: str, default: float, *, least: float, most: float) -> float:
    text = env.str(name, default=str(default))
    try:
        value = float(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: {text!r} is not a number") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name}: {text} is not between {least:g} and {most:g}")
    return value


def integer(name: str, default: int, *, least: int, most: int) -> int:
    value = number(name, default, least=least, most=most)
    if value != int(value):
        raise ImproperlyConfigured(f"{name}: {value} is not a whole number")
    return int(value)


def flag(name: str, default: bool) -> bool:
    text = env.str(name, default="1" if default else "0").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: {text!r} is neither yes (1, true, yes, on) nor no (0, false, no, off)")


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    value: str = env.str(name, default=default)
    if value not in among:
        raise ImproperlyConfigured(f"{name}: {value!r} is none of {', '.join(among)}")
    return value


def day(name: str, default: str) -> date:
    text = env.str(name, default=default)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: {text!r} is no date, 2026-11-22") from None


def email(name: str, default: str) -> str:
    value: str = env.str(name, default=default)
    try:
        validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(f"{name}: {value!r} is no e-mail address") from None
    return value
