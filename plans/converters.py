"""Path converter for identifiers of planning acts: slashes and dots stay raw, as proxies would undo an encoding."""

from typing import Final

from django.urls import register_converter

from plans.models import ACT_LENGTH

# Clients and proxies resolve these parts of a path, and some join empty ones: the address would name another act.
_UNSTABLE: Final = {"", ".", ".."}


class ActIdConverter:
    """An identifier as written. What an address could not carry there and back is refused, both ways."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        """Raises ValueError for control and other invisible characters, and parts that would not arrive."""
        if len(value) > ACT_LENGTH or not value.isprintable() or _UNSTABLE.intersection(value.split("/")):
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return self.to_python(value)


register_converter(ActIdConverter, "act_id")
