"""Platform specifiers: what is normalized, what is refused, and containerd's words for it."""

from __future__ import annotations

import pytest

from shell.engine.platform import encoded, parse
from shell.errors import ShellError

OS_RULE = (
    "OSAndVersion specifier component must match "
    r'"^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$"'
)
PART_RULE = 'platform specifier component must match "^[A-Za-z0-9_.-]+$"'


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("linux/amd64", "linux/amd64"),
        ("Linux/x86_64", "linux/amd64"),
        ("amd64", "linux/amd64"),
        ("aarch64", "linux/arm64"),
        ("armhf", "linux/arm"),
        ("armel", "linux/arm/v6"),
        ("linux/arm", "linux/arm"),
        ("linux/arm/6", "linux/arm/v6"),
        ("linux/arm/v7", "linux/arm/v7"),
        ("linux/arm64/8", "linux/arm64/v8"),
        ("linux/arm64", "linux/arm64"),
        ("linux/amd64/v1", "linux/amd64"),
        ("linux/amd64/v2", "linux/amd64/v2"),
        ("macos/arm64", "darwin/arm64"),
        ("windows(10.0)/amd64", "windows/amd64"),
    ],
)
def test_a_platform_is_normalized(text: str, spelled: str) -> None:
    assert str(parse(text)) == spelled


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", '"x": unknown operating system or architecture: invalid argument'),
        ("*", '"*": wildcards not yet supported: invalid argument'),
        ("a/b/c/d", '"a/b/c/d": cannot parse platform specifier: invalid argument'),
        ("a b/c", f'"a b" is an invalid OS component of "a b/c": {OS_RULE}: invalid argument'),
        ("linux/a b", f'"a b" is an invalid component of "linux/a b": {PART_RULE}: invalid argument'),
        ("linux/", f'"" is an invalid component of "linux/": {PART_RULE}: invalid argument'),
    ],
)
def test_what_is_no_platform(text: str, message: str) -> None:
    with pytest.raises(ShellError) as caught:
        parse(text)
    assert str(caught.value) == message


def test_it_goes_into_a_query_as_json() -> None:
    assert encoded("linux/arm64/v8") == '{"architecture":"arm64","os":"linux","variant":"v8"}'
    assert encoded("windows(10.0)/amd64") == '{"architecture":"amd64","os":"windows","os.version":"10.0"}'
