"""What makes a page new to those who keep it."""

import pytest

from sip.portal import conditional


def test_pages_are_the_same_while_nothing_changes() -> None:
    assert conditional.release_digest() == conditional.RELEASE


def test_pages_are_new_after_a_change_of_what_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIP_REQUESTS_PER_SECOND", "7")
    assert conditional.release_digest() != conditional.RELEASE
