"""What could steer a terminal is shown instead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shell.output.sanitize import safe


def test_escape_sequences_become_visible() -> None:
    assert safe("\x1b[31mred\x07\x9b1m\u202eabc\ttab\nline") == "^[[31mred^G\\x9b1m\\u202eabc\ttab\nline"


def test_bytes_that_are_no_utf8_become_visible() -> None:
    assert safe(b"a\xffb".decode("utf-8", "surrogateescape")) == "a\\xffb"


def test_plain_text_stays() -> None:
    assert safe("héllo wörld 日本 🙂") == "héllo wörld 日本 🙂"


@given(st.text())
def test_idempotent_and_without_escapes(text: str) -> None:
    once = safe(text)
    assert safe(once) == once
    assert "\x1b" not in once and "\x9b" not in once
    once.encode("utf-8")
