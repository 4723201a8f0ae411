"""A filed case of Bełżyce and strangers to it."""

from tests.cases.desk.conftest import case, desk, made, outsider

__all__ = ["case", "desk", "made", "outsider"]
