"""The store of contexts on disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from shell.config.contexts import Context, ContextError, NoSuchContext, Store, check_name, identity


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "contexts")


def put(store: Store, content: str, name: str = "x1") -> Path:
    path = store.meta_path(name) / "meta.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    return path


def test_a_context_is_written_where_and_as_docker_does(store: Store) -> None:
    context = Context("far", {"Description": "<é>"}, {"docker": {"Host": "tcp://far:1", "SkipTLSVerify": False}})
    store.save(context)
    path = store.root / "meta" / identity("far") / "meta.json"
    assert path.read_text(encoding="utf-8") == (
        '{"Name":"far","Metadata":{"Description":"\\u003cé\\u003e"},'
        '"Endpoints":{"docker":{"Host":"tcp://far:1","SkipTLSVerify":false}}}'
    )
    assert store.get("far").fields() == context.fields()


def test_what_docker_wrote_in_other_case_is_read(store: Store) -> None:
    put(store, '{"name":"x1","metadata":{"a":1},"endpoints":{"docker":{"Host":"unix:///x"}}}')
    assert store.get("x1").metadata == {"a": 1}
    assert store.endpoint("x1").host == "unix:///x"


def test_the_names_come_in_natural_order(store: Store) -> None:
    for name in ("c10", "c2", "cA", "ca", "b"):
        store.save(Context(name, {}, {}))
    assert [context.name for context in store.all()] == ["b", "c2", "c10", "cA", "ca"]


def test_an_unknown_name_is_told_with_its_path(store: Store) -> None:
    with pytest.raises(NoSuchContext) as error:
        store.get("nope")
    path = store.meta_path("nope") / "meta.json"
    assert str(error.value) == f'context "nope": context not found: open {path}: no such file or directory'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "unexpected end of JSON input"),
        ("", "unexpected end of JSON input"),
        ("[]", "json: cannot unmarshal array into Go value of type store.untypedContextMetadata"),
        ('{"Endpoints":{"docker":[]}}', "json: cannot unmarshal array into Go value of type context.EndpointMetaBase"),
        ('{"Metadata":[]}', "json: cannot unmarshal array into Go value of type map[string]interface {}"),
    ],
)
def test_a_broken_entry_is_named_in_the_list(store: Store, content: str, why: str) -> None:
    path = put(store, content)
    with pytest.raises(ContextError) as error:
        store.all()
    assert str(error.value) == f"failed to read metadata: parsing {path}: {why}"


@pytest.mark.parametrize("name", ["../../x", "a/b", "..", "x", "-a", "a\n", "é1"])
def test_a_name_never_becomes_a_path(store: Store, name: str) -> None:
    assert store.meta_path(name).parent == store.root / "meta"
    with pytest.raises(ContextError, match="names are validated against regexp"):
        check_name(name)


@pytest.mark.parametrize("name", ["ab", "A0", "a.b", "a_b", "a+b", "a-b"])
def test_ordinary_names_are_good(name: str) -> None:
    check_name(name)


def test_tls_files_are_the_owners_alone(store: Store) -> None:
    old = os.umask(0)
    try:
        store.replace_tls("far", {"docker": {"key.pem": b"secret"}})
    finally:
        os.umask(old)
    path = store.tls_path("far") / "docker" / "key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert store.tls_files("far") == {"docker": ["key.pem"]}
    assert store.tls_data("far", "docker", "key.pem") == b"secret"


def test_new_tls_files_replace_all_old_ones(store: Store) -> None:
    store.replace_tls("far", {"docker": {"key.pem": b"1", "cert.pem": b"2"}, "other": {"x": b"3"}})
    store.replace_endpoint_tls("far", "docker", {"ca.pem": b"4"})
    assert store.tls_files("far") == {"docker": ["ca.pem"], "other": ["x"]}
    store.replace_tls("far", {})
    assert store.tls_files("far") == {}


def test_removal_takes_both_folders(store: Store) -> None:
    store.save(Context("far", {}, {}))
    store.replace_tls("far", {"docker": {"ca.pem": b"1"}})
    store.remove("far")
    store.remove("far")
    assert store.all() == []
    assert store.tls_files("far") == {}


def test_a_store_that_cannot_be_written_is_told(store: Store) -> None:
    store.root.parent.mkdir(exist_ok=True)
    store.root.write_text("a file")
    with pytest.raises(ContextError, match="cannot write"):
        store.save(Context("far", {}, {}))
