"""Typed access to environment variables: a bad value stops the start and is named."""

import re
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

# A name as browsers send it (others than ASCII as xn--...), a leading dot for all below it, an address, or everything.
HOST: Final = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")


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
        text = Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{name}_FILE: {file} is no UTF-8 text") from None
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE: {file} is empty")
    return text


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


def names(name: str, default: str = "") -> list[str]:
    """The parts of a comma-separated value, without the spaces that people write after commas."""
    return [part.strip() for part in env.str(name, default=default).split(",") if part.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Host names without scheme and port; at least one, as a service without any answers nobody."""
    found = names(name, default)
    if wrong := [host for host in found if not HOST.fullmatch(host)]:
        raise ImproperlyConfigured(f"{name}: {wrong[0]!r} is no host name, sip.powiat.example (no https://, no port)")
    if not found:
        raise ImproperlyConfigured(f"{name}: names no host")
    return found


def origin(name: str, text: str) -> str:
    """TEXT, given in the variable NAME, as scheme, host and port, without the slash that people copy along."""
    try:
        parts = urlsplit(text)
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    except ValueError:
        host = ""
    whole = text.removesuffix("/")
    if not HOST.fullmatch(host.removeprefix("*")) or whole not in (f"https://{parts.netloc}", f"http://{parts.netloc}"):
        raise ImproperlyConfigured(f"{name}: {text!r} is no address of a host, https://sip.powiat.example")
    return whole


def folder_or_file(name: str, default: Path) -> Path:
    """A path that does not depend on where the process was started."""
    path = Path(env.str(name, default="") or default)
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name}: {str(path)!r} is not an absolute path")
    return path


def sender(name: str, default: str) -> str:
    """An address that mails come from, with a name before it or without."""
    value: str = env.str(name, default=default)
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        raise ImproperlyConfigured(f"{name}: {value!r} is no e-mail address") from None
    return value


def scanner(name: str) -> str:
    value: str = env.str(name, default="")
    host, _, port = value.rpartition(":")
    is_served = host and re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536
    if value and not value.startswith("/") and not is_served:
        raise ImproperlyConfigured(f"{name}: {value!r} is neither the path of a socket nor host:port")
    return value
