"""The flags and words of run or create into the request `POST /containers/create`, field for field as docker's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ....engine import platform
from ....errors import CannotConnect, ShellError, TransportError, UsageError
from . import environment, health, host, limits, networks, ports, volumes
from .values import is_mac

if TYPE_CHECKING:
    from ....spec.call import Call


class Request(NamedTuple):
    """What creates a container: the query and the body."""

    query: dict[str, str | list[str]]
    body: dict[str, Any]

    @property
    def host_config(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body["HostConfig"]
        return found


def request(call: Call) -> Request:
    """Query and body, and what the Engine is too old for refused. Raises UsageError and ShellError as docker does."""
    for mount in call["mount"]:
        for warning in mount.warnings:
            _warn(call, warning)
    made = body(call)
    try:
        _check_versions(call, made)
        return Request(query(call), made)
    except ShellError as why:
        raise framed(call, str(why)) if call.spec.name.endswith("run") else why from None


def _warn(call: Call, text: str) -> None:
    """A warning of the client's own, as its logger writes it where nobody sits at a terminal."""
    from datetime import UTC, datetime

    if call.err.isatty:
        call.err.line(f"WARN[0000] {text}")
        return
    now = datetime.fromtimestamp(call.shell.env.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    call.err.line(f'time="{now}" level=warning msg="{text}"')


def body(call: Call) -> dict[str, Any]:
    """The body. A contradiction among the flags is a UsageError with status 125 and docker's frame."""
    try:
        return _body(call)
    except (CannotConnect, TransportError):
        raise
    except ShellError as why:
        raise framed(call, str(why)) from None


def framed(call: Call, text: str) -> UsageError:
    """`docker: TEXT` and where help is, as docker ends run and create before anything is sent."""
    verb = call.spec.name.split()[-1]
    return UsageError(f"docker: {text}\n\nRun 'docker {verb} --help' for more information", 125, brief=text)


def query(call: Call) -> dict[str, str | list[str]]:
    """The query: name and platform, where given. Raises ShellError for what is no platform."""
    given: dict[str, str | list[str]] = {"name": call["name"]} if call["name"] else {}
    wanted = wanted_platform(call)
    if wanted and call.engine.at_least("1.41"):
        try:
            given["platform"] = str(platform.parse(wanted))
        except ShellError as why:
            raise ShellError(f"error parsing specified platform: {why}") from None
    return given


def wanted_platform(call: Call) -> str:
    """`--platform`, else DOCKER_DEFAULT_PLATFORM, as typed."""
    return str(call["platform"] if call.changed("platform") else call.shell.env.get("DOCKER_DEFAULT_PLATFORM"))


def _body(call: Call) -> dict[str, Any]:
    _check_pull(call["pull"])
    server_os = _server_os(call)
    attached = _attached(call)
    _check_mac(call["mac-address"])
    limits.check_swappiness(call["memory-swappiness"])
    anonymous, binds = volumes.volumes(call["volume"])
    exposed, bindings = ports.publish(call["publish"])
    ports.expose(call["expose"], exposed)
    resources = limits.resources(call, server_os)
    config = {
        **_identity(call),
        **attached,
        "Env": environment.variables(call, str(call.engine.endpoint.address)) or None,
        "Cmd": call.args[1:] or None,
        "Image": call.args[0],
        "Volumes": anonymous,
        "WorkingDir": call["workdir"],
        "Entrypoint": _entrypoint(call),
        "OnBuild": None,
        "Labels": environment.labels(call),
    }
    if exposed:
        config["ExposedPorts"] = exposed
    config["HostConfig"] = {
        **host.checked(call),
        **host.passed(call),
        **resources,
        "Binds": binds,
        "PortBindings": bindings,
    }
    config |= _stopping(call, health.health_check(call))
    _check_removal(call, config["HostConfig"])
    return {**config, "NetworkingConfig": {"EndpointsConfig": networks.endpoints(call)}}


def _server_os(call: Call) -> str:
    """What the Engine runs on; "" where it does not answer, which is told when it is asked for something."""
    try:
        return call.engine.greet().get("ostype", "") or "linux"
    except CannotConnect:
        return ""


def _identity(call: Call) -> dict[str, Any]:
    return {
        "Hostname": call["hostname"],
        "Domainname": call["domainname"],
        "User": call["user"],
        "Tty": call["tty"],
        "OpenStdin": call["interactive"],
    }


def _attached(call: Call) -> dict[str, bool]:
    """Which streams it is created attached to: none with --detach, output where nothing is said."""
    detached = "detach" in {flag.name for flag in call.spec.flags} and call["detach"]
    if detached:
        return dict.fromkeys(("AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce"), False)
    asked = set(call["attach"] or ("stdout", "stderr"))
    stdin = "stdin" in asked or call["interactive"]
    return {
        "AttachStdin": stdin,
        "AttachStdout": "stdout" in asked,
        "AttachStderr": "stderr" in asked,
        "StdinOnce": stdin and call["interactive"],
    }


def _entrypoint(call: Call) -> list[str] | None:
    """`--entrypoint=` resets the image's."""
    return [call["entrypoint"]] if call["entrypoint"] or call.changed("entrypoint") else None


def _stopping(call: Call, check: dict[str, Any] | None) -> dict[str, Any]:
    given: dict[str, Any] = {"Healthcheck": check} if check else {}
    if call["stop-signal"]:
        given["StopSignal"] = call["stop-signal"]
    if call.changed("stop-timeout"):
        given["StopTimeout"] = call["stop-timeout"]
    return given


def _check_pull(when: str) -> None:
    if when not in ("always", "missing", "never", ""):
        raise ShellError(f'invalid pull option: \'{when}\': must be one of "always", "missing" or "never"')


def _check_mac(text: str) -> None:
    if text and not is_mac(text):
        raise ShellError(f"{text} is not a valid mac address")


def _check_removal(call: Call, host_config: dict[str, Any]) -> None:
    if call["rm"] and host_config["RestartPolicy"]["Name"] not in ("", "no"):
        raise ShellError("conflicting options: cannot specify both --restart and --rm")


def _check_versions(call: Call, body: dict[str, Any]) -> None:
    """What no flag's own version tells."""
    options = [mount.get("BindOptions", {}) for mount in body["HostConfig"].get("Mounts", ())]
    if any(option.get("NonRecursive") for option in options) and not call.engine.at_least("1.40"):
        raise ShellError("bind-recursive=disabled requires API v1.40 or later")
    if any(option.get("ReadOnlyForceRecursive") for option in options) and not call.engine.at_least("1.44"):
        raise ShellError("bind-recursive=readonly requires API v1.44 or later")
    endpoints = body["NetworkingConfig"]["EndpointsConfig"].values()
    if any(endpoint["MacAddress"] for endpoint in endpoints) and not call.engine.at_least("1.44"):
        raise ShellError(
            '"specify mac-address per network" requires API version 1.44, '
            f"but the Docker daemon API version is {call.engine.api_version}"
        )
