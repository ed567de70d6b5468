"""Registry credentials: where config.json says they are kept, and the headers that carry them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .file import Config, decode_auth, key_of
from .godecode import GoJSONError, decode
from .helpers import Helper, HelperError

INDEX_SERVER = "https://index.docker.io/v1/"
VARIABLE = "DOCKER_AUTH_CONFIG"
_TOKEN_USER = "<token>"
_FIELDS = (
    ("username", "username"),
    ("password", "password"),
    ("serveraddress", "server"),
    ("identitytoken", "identity_token"),
    ("registrytoken", "registry_token"),
)


class Credentials(NamedTuple):
    """What opens one registry; all empty: nothing is known. `server` is its key in config.json."""

    server: str = ""
    username: str = ""
    password: str = ""
    identity_token: str = ""
    registry_token: str = ""

    def fields(self) -> dict[str, str]:
        """As the API has them (AuthConfig), empty ones left out."""
        found = ((name, getattr(self, attribute)) for name, attribute in _FIELDS)
        return {name: value for name, value in found if value}

    def header(self) -> str:
        """X-Registry-Auth: JSON in URL-safe base64 (RFC 4648 section 5)."""
        return _encoded(self.fields())


def auth_header(config: Config, server: str, warn: Callable[[str], None] | None = None) -> str:
    """X-Registry-Auth for one registry; without credentials that of an empty object.

    A helper that fails is told to `warn`, and the registry is asked without credentials, as docker does; nothing else
    is tried. Without `warn` it raises HelperError.
    """
    try:
        return Keeper(config).get(server).header()
    except HelperError as error:
        if warn is None:
            raise
        warn(f"WARNING: no credentials are used for {server}: {error}")
        return Credentials().header()


def config_header(config: Config, warn: Callable[[str], None] | None = None) -> str:
    """X-Registry-Config: all registries' credentials, for a build."""
    found = Keeper(config, warn).all()
    return _encoded({server: credentials.fields() for server, credentials in found.items()})


def in_file(config: Config, server: str) -> tuple[str, str]:
    """User and password that stand in config.json itself, or ("", ""); no helper is run."""
    if config.text("credsStore") or server in config.mapping("credHelpers"):
        return "", ""
    found = _find(config.tables("auths"), server)
    return (found.username, found.password) if found.password else ("", "")


def hostname_of(server: str) -> str:
    """A registry's address without scheme and path: the key that credentials are kept under."""
    if "://" in server:
        parts = urlsplit(server)
        if parts.hostname:
            return parts.netloc.rpartition("@")[2]
    return server.partition("/")[0]


class Keeper:
    """Reads and writes credentials: DOCKER_AUTH_CONFIG first, then the registry's helper, or the file's `auths`.

    A registry with a helper is never looked up in the file. `warn` takes docker's warnings, a line each.
    """

    def __init__(self, config: Config, warn: Callable[[str], None] | None = None) -> None:
        self._config = config
        self._warn = warn or (lambda text: None)
        self._given = self._from_environment()

    def get(self, server: str) -> Credentials:
        """What is known of `server`. Raises HelperError."""
        if found := self._given.get(server):
            return found
        helper = self._helper(server)
        if helper is None:
            return _find(self._config.tables("auths"), server)
        user, secret = helper.get(server)
        if not user and not secret:
            return Credentials()
        if user == _TOKEN_USER:
            return Credentials(server, identity_token=secret)
        return Credentials(server, user, secret)

    def all(self) -> dict[str, Credentials]:
        """SERVER -> credentials, from everywhere; a helper of one registry that fails is warned of."""
        found = self._of_default_store()
        for server in self._config.mapping("credHelpers"):
            try:
                found[server] = self.get(server)
            except HelperError as error:
                self._warn(f"WARNING: Failed to get credentials for registry: {server}: {error}")
        return {**found, **self._given}

    def _of_default_store(self) -> dict[str, Credentials]:
        helper = self._helper("")
        if helper is None:
            auths = self._config.tables("auths")
            return {server: _of_entry(server, entry) for server, entry in auths.items()}
        return {server: self.get(server) for server in helper.list()}

    def save(self, credentials: Credentials) -> bool:
        """Keep them; True when a password now stands unencrypted in the file. Raises ShellError."""
        helper = self._helper(credentials.server)
        if helper is None:
            return self._write(credentials.server, _entry_of(credentials)) and bool(credentials.password)
        token = credentials.identity_token
        user, secret = (_TOKEN_USER, token) if token else (credentials.username, credentials.password)
        helper.store(credentials.server, user, secret)
        self._write(credentials.server, {}, helper.name if self._detected() else "")
        return False

    def erase(self, server: str) -> None:
        """Forget them. Raises ShellError."""
        if (helper := self._helper(server)) is not None:
            helper.erase(server)
        if server in self._config.tables("auths"):
            self._config.update(lambda data: _auths(data).pop(server, None))

    def _write(self, server: str, entry: dict[str, str], store: str = "") -> bool:
        """Put an entry into `auths`, and `store` into credsStore; False when it was there already."""
        if self._config.tables("auths").get(server) == entry and not store:
            return False

        def change(data: dict[str, Any]) -> None:
            _auths(data)[server] = entry
            if store:
                data["credsStore"] = store

        self._config.update(change)
        return True

    def _helper(self, server: str) -> Helper | None:
        name = self._config.mapping("credHelpers").get(server) or self._config.text("credsStore") or self._detected()
        return Helper(name, self._config.environ) if name else None

    def _detected(self) -> str:
        """The system's store, as docker takes it into use where nothing has been configured yet."""
        config = self._config
        if config.text("credsStore") or config.mapping("credHelpers") or config.tables("auths"):
            return ""
        import shutil

        path = config.environ.get("PATH", "")
        name = "pass" if shutil.which("pass", path=path) else "secretservice"
        return name if shutil.which(f"docker-credential-{name}", path=path) else ""

    def _from_environment(self) -> dict[str, Credentials]:
        text = self._config.environ.get(VARIABLE, "")
        if not text:
            return {}
        try:
            value = decode(text.encode("utf-8", "surrogateescape"))
            auths = value.get("auths") if isinstance(value, dict) else None
            entries = auths if isinstance(auths, dict) else {}
            return {server: _of_entry(server, entry) for server, entry in entries.items() if isinstance(entry, dict)}
        except (GoJSONError, ValueError) as error:
            self._warn(f"Failed to create credential store from {VARIABLE}:  {error}")
            return {}


def _find(auths: Mapping[str, Mapping[str, str]], server: str) -> Credentials:
    """The entry of `server`, or one that an old client wrote under a whole URL."""
    key = server if server in auths else next((key for key in auths if hostname_of(key) == server), "")
    return _of_entry(key, auths[key]) if key else Credentials()


def _of_entry(server: str, entry: Mapping[str, str]) -> Credentials:
    user, password = entry.get("username", ""), entry.get("password", "")
    if entry.get("auth"):
        user, password = decode_auth(entry["auth"])
    return Credentials(server, user, password, entry.get("identitytoken", ""), entry.get("registrytoken", ""))


def _entry_of(credentials: Credentials) -> dict[str, str]:
    entry = {}
    if credentials.username or credentials.password:
        pair = f"{credentials.username}:{credentials.password}".encode("utf-8", "surrogateescape")
        entry["auth"] = base64.b64encode(pair).decode()
    if credentials.identity_token:
        entry["identitytoken"] = credentials.identity_token
    return entry


def _auths(data: dict[str, Any]) -> dict[str, Any]:
    key = key_of(data, "auths")
    if not isinstance(data.get(key), dict):
        data[key] = {}
    found: dict[str, Any] = data[key]
    return found


def _encoded(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogateescape")).decode()
