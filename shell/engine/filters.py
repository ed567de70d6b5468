"""Filters as the Engine API takes them: a JSON object of sets in the query."""

from __future__ import annotations

import json
from collections.abc import Iterable


def encode(pairs: Iterable[tuple[str, str]]) -> str:
    """``[("label", "a=b")]`` -> ``{"label":{"a=b":true}}``, sorted and spelt as Go does; "" for no filters."""
    sets: dict[str, dict[str, bool]] = {}
    for name, value in pairs:
        sets.setdefault(name, {})[value] = True
    if not sets:
        return ""
    text = json.dumps(sets, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def query(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The query parameter, or nothing where there are no filters."""
    text = encode(pairs)
    return {"filters": text} if text else {}
