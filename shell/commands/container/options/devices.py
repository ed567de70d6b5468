"""Devices: `--device` and CDI names, `--gpus`, weights and rates of block devices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ....errors import ShellError
from ....spec.flags import Flag, List
from ....spec.record import read_record
from ....spec.sizes import parse_size
from .values import clean_path, decimal

_EDGE = "[A-Za-z0-9]"
_CDI = re.compile(
    rf"[A-Za-z](?:[A-Za-z0-9_.-]*{_EDGE})?/[A-Za-z](?:[A-Za-z0-9_.-]*{_EDGE})?={_EDGE}(?:[A-Za-z0-9_.:-]*{_EDGE})?"
)


class Gpus(Flag):
    """A list of the API's DeviceRequests."""

    kind = metavar = "gpu-request"
    repeats = True

    def start(self) -> Any:
        return []

    def read(self, text: str, before: Any) -> Any:
        return [*before, gpu_request(text)]


def gpu_request(text: str) -> dict[str, Any]:
    """The DeviceRequest of `all`, `2`, `"device=1,2"`, `driver=nvidia,count=1` … Raises ValueError."""
    request: dict[str, Any] = {
        "Driver": "",
        "Count": 0,
        "DeviceIDs": None,
        "Capabilities": [["gpu"]],
        "Options": {},
    }
    seen: set[str] = set()
    for part in read_record(text):
        key, equals, value = part.partition("=")
        if key in seen:
            raise ValueError(f"gpu request key '{key}' can be specified only once")
        seen.add(key)
        if equals:
            _gpu_field(request, key, value, part)
        else:
            seen.add("count")
            request["Count"] = _count(key)
    if "count" not in seen and request["DeviceIDs"] is None:
        request["Count"] = 1
    return request


def _gpu_field(request: dict[str, Any], key: str, value: str, part: str) -> None:
    if key == "driver":
        request["Driver"] = value
    elif key == "count":
        request["Count"] = _count(value)
    elif key == "device":
        request["DeviceIDs"] = value.split(",")
    elif key == "capabilities":
        request["Capabilities"] = [[*value.split(","), "gpu"]]
    elif key == "options":
        request["Options"] = _gpu_options(value)
    else:
        raise ValueError(f"unexpected key '{key}' in '{part}'")


def _gpu_options(text: str) -> dict[str, str]:
    try:
        pairs = read_record(text)
    except ValueError as why:
        raise ValueError(f"failed to read gpu options: {why}") from None
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _count(text: str) -> int:
    if text == "all":
        return -1
    try:
        return decimal(text, 2**63 - 1, signed=True)
    except ValueError as why:
        raise ValueError(f'invalid count ({text}): value must be either "all" or an integer: {why}') from None


class WeightDevice(List):
    """DEVICE:WEIGHT, 10 to 1000 or 0."""

    def read(self, text: str, before: Any) -> Any:
        path, weight = _device_value(text)
        try:
            number = decimal(weight, 2**16 - 1)
        except ValueError:
            number = 1
        if number and not 10 <= number <= 1000:
            raise ValueError(f"invalid weight for device: {text}")
        return [*before, {"Path": path, "Weight": number}]


class RateBytes(List):
    """DEVICE:RATE, bytes per second with an optional unit."""

    def read(self, text: str, before: Any) -> Any:
        path, rate = _device_value(text)
        try:
            return [*before, {"Path": path, "Rate": parse_size(rate)}]
        except ValueError:
            raise ValueError(
                f"invalid rate for device: {text}. The correct format is <device-path>:<number>[<unit>]. "
                "Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
            ) from None


class RateCount(List):
    """DEVICE:RATE, operations per second."""

    def read(self, text: str, before: Any) -> Any:
        path, rate = _device_value(text)
        try:
            return [*before, {"Path": path, "Rate": decimal(rate)}]
        except ValueError:
            raise ValueError(
                f"invalid rate for device: {text}. The correct format is <device-path>:<number>. "
                "Number must be a positive integer"
            ) from None


def _device_value(text: str) -> tuple[str, str]:
    path, colon, value = text.partition(":")
    if not colon or not path:
        raise ValueError(f"bad format: {text}")
    if not path.startswith("/dev/"):
        raise ValueError(f"bad format for device path: {text}")
    return path, value


def is_cdi(word: str) -> bool:
    """VENDOR/CLASS=NAME names a device of the Container Device Interface."""
    return _CDI.fullmatch(word) is not None


def requests(words: Iterable[str], gpus: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """DeviceRequests of `--gpus` and of the CDI names among `--device`."""
    names = [word for word in words if is_cdi(word)]
    cdi = {"Driver": "cdi", "Count": 0, "DeviceIDs": names, "Capabilities": None, "Options": None}
    return [*gpus, *([cdi] if names else [])] or None


def mappings(words: Iterable[str], server_os: str) -> list[dict[str, str]]:
    """Devices of every `--device` that is a path. Raises ShellError."""
    paths = [word for word in words if not is_cdi(word)]
    if paths and not server_os:
        raise ShellError("unknown server OS: ")
    if server_os == "windows":
        return [{"PathOnHost": word, "PathInContainer": "", "CgroupPermissions": ""} for word in paths]
    return [_mapping(word) for word in paths]


def _mapping(word: str) -> dict[str, str]:
    parts = word.split(":")
    if len(parts) > 3 or not parts[0]:
        raise ShellError(f"bad format for path: {word}")
    host, inside, mode = parts[0], "", "rwm"
    if len(parts) == 3:
        inside, mode = parts[1], parts[2]
        if not _is_mode(mode):
            raise ShellError(f"bad mode specified: {mode}")
        _absolute(inside)
    elif len(parts) == 2 and not _is_mode(parts[1]):
        inside = clean_path(_absolute(parts[1]))
    else:
        host = clean_path(_absolute(host))
        mode = parts[1] if len(parts) == 2 else mode
    return {"PathOnHost": host, "PathInContainer": inside or host, "CgroupPermissions": mode}


def _absolute(path: str) -> str:
    if not path.startswith("/"):
        raise ShellError(f"{path} is not an absolute path")
    return path


def _is_mode(text: str) -> bool:
    return bool(text) and set(text) <= set("rwm") and len(set(text)) == len(text)
