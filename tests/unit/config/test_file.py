"""config.json: docker's warnings, typed access, and writes that lose nothing."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shell.config.file import Config, decode_auth, encode
from shell.errors import ShellError


def _spoiled(value: Any, at: int, instead: bytes) -> bytes:
    """JSON with something else at one place."""
    text = json.dumps(value).encode()
    return text[:at] + instead + text[at + 1 :]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.json"


def read(path: Path, text: str) -> Config:
    path.write_text(text, encoding="utf-8")
    return Config.read(path)


def note(name: str, value: Any) -> Any:
    return lambda data: data.__setitem__(name, value)


def test_half_of_a_surrogate_pair_is_no_character(path: Path) -> None:
    config = read(path, r'{"psFormat":"a\ud800b\ud83d\ude00","HttpHeaders":{"X\udc00":"\udfff"}}')
    assert config.text("psFormat") == "a\ufffdb😀"
    assert config.mapping("HttpHeaders") == {"X\ufffd": "\ufffd"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[]", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"),
        ("1", "json: cannot unmarshal number into Go value of type configfile.ConfigFile"),
        ("true", "json: cannot unmarshal bool into Go value of type configfile.ConfigFile"),
        ("{", "unexpected EOF"),
        ("\ufeff{}", "invalid character 'ï' looking for beginning of value"),
        ('{"a":1,}', "invalid character '}' looking for beginning of object key string"),
        ("{'a':1}", "invalid character '\\'' looking for beginning of object key string"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a":1 "b":2}', "invalid character '\"' after object key:value pair"),
        ("x", "invalid character 'x' looking for beginning of value"),
        ('{"a":tru}', "invalid character '}' in literal true (expecting 'e')"),
        ('{"a":nul', "unexpected EOF"),
        ('{"a":"x', "unexpected EOF"),
        ('{"a":"\\q"}', "invalid character 'q' in string escape code"),
        ('{"a":"\\u12"}', "invalid character '\"' in \\u hexadecimal character escape"),
        ('{"a":01}', "invalid character '1' after object key:value pair"),
        ('{"a":-}', "invalid character '}' in numeric literal"),
        ('{"a":1.}', "invalid character '}' after decimal point in numeric literal"),
        ('{"a":1e}', "invalid character '}' in exponent of numeric literal"),
        ('{"a":[1 2]}', "invalid character '2' after array element"),
        ('{"a":[1,]}', "invalid character ']' looking for beginning of value"),
        ('{"a":"x\ny"}', "invalid character '\\n' in string literal"),
        ('{"a":NaN}', "invalid character 'N' looking for beginning of value"),
        ('{"auths":{"a":{"auth":"!!!"}}}', "illegal base64 data at input byte 0"),
        ('{"auths":{"a":{"auth":"YWJj"}}}', "Invalid auth configuration file"),
        ('{"auths":{"a":{"auth":"OmI="}}}', "Invalid auth configuration file"),
    ],
)
def test_a_broken_file_is_warned_of_in_dockers_words_and_never_written(path: Path, text: str, why: str) -> None:
    config = read(path, text)
    assert config.warning == f"WARNING: Error parsing config file ({path}): {why}"
    with pytest.raises(ShellError, match="left as it is"):
        config.update(note("currentContext", "x"))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "got", "field", "wanted"),
    [
        ('{"auths":[]}', "array", "ConfigFile.auths", "map[string]types.AuthConfig"),
        ('{"auths":{"a":"x"}}', "string", "ConfigFile.auths", "types.AuthConfig"),
        ('{"auths":{"a":{"auth":1}}}', "number", "AuthConfig.auths.auth", "string"),
        ('{"psFormat":{}}', "object", "ConfigFile.psFormat", "string"),
        ('{"currentcontext":5}', "number", "ConfigFile.currentContext", "string"),
        ('{"HttpHeaders":{"a":1}}', "number", "ConfigFile.HttpHeaders", "string"),
        ('{"proxies":{"default":{"httpProxy":1}}}', "number", "ProxyConfig.proxies.httpProxy", "string"),
        ('{"plugins":{"a":1}}', "number", "ConfigFile.plugins", "map[string]string"),
        ('{"pruneFilters":[1]}', "number", "ConfigFile.pruneFilters", "string"),
    ],
)
def test_a_field_of_the_wrong_type_is_warned_of_as_go_does(
    path: Path, text: str, got: str, field: str, wanted: str
) -> None:
    config = read(path, text)
    why = f"json: cannot unmarshal {got} into Go struct field {field} of type {wanted}"
    assert config.warning == f"WARNING: Error parsing config file ({path}): {why}"
    assert config.broken


@pytest.mark.parametrize("text", ["", "  ", "null", "{}", "{} trailing", '{"a":1}}', '{"currentContext":null}'])
def test_what_docker_accepts_is_accepted(path: Path, text: str) -> None:
    assert read(path, text).warning == ""


def test_a_field_of_the_wrong_type_leaves_the_others_in_force(path: Path) -> None:
    config = read(path, '{"psFormat":1,"detachKeys":"ctrl-a","HttpHeaders":{"X-A":"b"}}')
    assert config.text("psFormat") == ""
    assert config.detach_keys == "ctrl-a"
    assert config.mapping("HttpHeaders") == {"X-A": "b"}


def test_fields_are_found_whatever_their_case(path: Path) -> None:
    assert read(path, '{"CURRENTCONTEXT":"x"}').current_context == "x"


def test_a_missing_file_is_an_empty_one(path: Path) -> None:
    config = Config.read(path)
    assert config.warning == ""
    assert config.tables("auths") == {}
    assert config.strings("cliPluginsExtraDirs") == []


def test_a_folder_in_its_place_is_warned_of(path: Path) -> None:
    path.mkdir()
    assert "is a directory" in Config.read(path).warning


def test_the_folder_is_the_options_then_the_variables_then_homes(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path / "home"), "DOCKER_CONFIG": str(tmp_path / "variable")}
    assert Config.load(environ, str(tmp_path / "option")).directory == tmp_path / "option"
    assert Config.load(environ).directory == tmp_path / "variable"
    assert Config.load({"HOME": str(tmp_path / "home")}).directory == tmp_path / "home" / ".docker"


def test_a_write_keeps_what_nobody_knows_and_the_order(path: Path) -> None:
    read(path, '{"zebra":{"é":[1,2.5]},"auths":{},"apple":null}').update(note("currentContext", "x"))
    text = path.read_text(encoding="utf-8")
    assert list(json.loads(text)) == ["zebra", "auths", "apple", "currentContext"]
    assert json.loads(text)["zebra"] == {"é": [1, 2.5]}
    assert text.startswith('{\n\t"zebra": {\n\t\t"é": [')


def test_a_write_sees_what_others_wrote_since(path: Path) -> None:
    mine, other = read(path, "{}"), Config.read(path)
    other.update(note("a", 1))
    mine.update(note("b", 2))
    assert json.loads(path.read_text()) == {"a": 1, "b": 2}


def test_concurrent_writes_are_all_kept(path: Path) -> None:
    threads = [threading.Thread(target=Config.read(path).update, args=(note(f"k{i}", i),)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads(path.read_text()) == {f"k{i}": i for i in range(12)}


@pytest.mark.parametrize("before", [None, 0o644, 0o666])
def test_the_file_is_the_owners_alone(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "new" / "config.json"
    if before is not None:
        path.parent.mkdir()
        path.write_text("{}")
        path.chmod(before)
    old = os.umask(0)
    try:
        Config.read(path).update(note("a", 1))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert before is not None or stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "real.json", tmp_path / "config.json"
    link.symlink_to(target)
    Config.read(link).update(note("a", 1))
    assert link.is_symlink()
    assert json.loads(target.read_text()) == {"a": 1}


def test_nothing_is_left_behind_by_a_failed_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = read(path, '{"a":1}')

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ShellError, match="No space left"):
        config.update(note("b", 2))
    assert path.read_text() == '{"a":1}'
    assert [entry.name for entry in path.parent.iterdir()] == ["config.json"]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text().map(lambda name: f"x{name}"), VALUES))
def test_whatever_stands_in_it_is_kept(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.json"
        path.write_bytes(encode(data))
        Config.read(path).update(note("currentContext", "x"))
        found = json.loads(path.read_bytes())
    assert list(found.items()) == [*data.items(), ("currentContext", "x")]


@given(
    st.binary() | st.text().map(str.encode) | st.builds(_spoiled, VALUES, st.integers(0, 100), st.binary(max_size=3))
)
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"1" * 5000)
@example(b"\xff")
def test_any_bytes_are_a_configuration_or_are_left_alone(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.json"
        path.write_bytes(content)
        config = Config.read(path)
        assert config.broken == bool(config.warning)
        if config.broken:
            with pytest.raises(ShellError):
                config.update(note("currentContext", "x"))
            assert path.read_bytes() == content


def test_an_auth_is_a_user_and_a_password_with_colons() -> None:
    assert decode_auth("bWU6YTpi") == ("me", "a:b")
