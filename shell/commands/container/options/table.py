"""Every flag of run and create, once; what they share stands in `SHARED`."""

from __future__ import annotations

from ....spec.flags import (
    HELP,
    Bool,
    Bytes,
    Decimal,
    Duration,
    Flag,
    Int,
    Int64,
    List,
    String,
    Uint64,
)
from . import values
from .devices import Gpus, RateBytes, RateCount, WeightDevice
from .limits import LIMITS, Ulimit
from .mounts import Mount
from .networks import Network
from .values import Checked, CheckedMap

_FIRST = (
    Checked("add-host", "", "Add a line to the container's hosts file (NAME:IP)", check=values.extra_host),
    CheckedMap("annotation", "", "Hand the OCI runtime an annotation (KEY=VALUE)", since="1.43"),
    Checked("attach", "a", "Attach only this stream", complete="stdin|stdout|stderr", check=values.stream),
    WeightDevice("blkio-weight-device", "", "Share of block I/O of one device (DEVICE:WEIGHT)"),
    List("cap-add", "", "Give it a Linux capability", complete="capability"),
    List("cap-drop", "", "Take a Linux capability away", complete="capability"),
    String("cgroup-parent", "", "Cgroup under which the container's own is made"),
    String("cgroupns", "", "Whose cgroup namespace it sees", complete="host|private", since="1.41"),
    String("cidfile", "", "File that gets the container's ID", complete="file"),
    Int64("cpu-count", "", "Number of processors (Windows)", ostype="windows"),
    Int64("cpu-percent", "", "Percentage of the processors (Windows)", ostype="windows"),
    Decimal("cpus", "", "How many processors it may keep busy, fractions too", since="1.25"),
)
_DEVICES = (
    List(
        "device", "", "Put a device of the host into it (PATH[:PATH][:rwm]), or a CDI device by name", complete="file"
    ),
    Checked("device-cgroup-rule", "", "Allow devices by type and number ('c 1:3 rwm')", check=values.cgroup_rule),
    RateBytes("device-read-bps", "", "Most bytes per second read from a device (DEVICE:RATE)"),
    RateCount("device-read-iops", "", "Most reads per second from a device (DEVICE:RATE)"),
    RateBytes("device-write-bps", "", "Most bytes per second written to a device (DEVICE:RATE)"),
    RateCount("device-write-iops", "", "Most writes per second to a device (DEVICE:RATE)"),
    Bool("disable-content-trust", "", "Do not ask for signed images", default=True),
    Checked("dns", "", "Name server to ask", check=values.ip_address),
    List("dns-opt", "", "Option for the resolver", hidden=True, into="dns-option"),
    List("dns-option", "", "Option for the resolver"),
    Checked("dns-search", "", "Domain to look short names up in; '.' for none", check=values.dns_search),
    String("domainname", "", "NIS domain name inside"),
    String("entrypoint", "", "Run this in place of the image's entry point"),
    Checked("env", "e", "Set a variable (NAME=VALUE), or pass ours on (NAME)", check=values.environment),
    List("env-file", "", "Set the variables that a file lists", complete="file"),
    List("expose", "", "Declare a port or a range that it listens on"),
    Gpus("gpus", "", "Graphics processors it may use: 'all', a number, or KEY=VALUE fields", since="1.40"),
    List("group-add", "", "Join one more group"),
)
_HEALTH = (
    String("health-cmd", "", "Command whose exit status tells whether it is well"),
    Duration("health-interval", "", "Time between two checks", default=0),
    Int("health-retries", "", "Failures in a row that make it unhealthy"),
    Duration("health-start-interval", "", "Time between two checks while it starts", default=0, since="1.44"),
    Duration("health-start-period", "", "Time to start in, when failures do not count", default=0, since="1.29"),
    Duration("health-timeout", "", "Time that one check may take", default=0),
    String("hostname", "h", "Host name inside"),
    Bool("init", "", "Put a small init in front that passes signals on and reaps children", since="1.25"),
    Bool("interactive", "i", "Keep its stdin open"),
    Bytes("io-maxbandwidth", "", "Most bytes per second on the system drive (Windows)", ostype="windows"),
    Uint64("io-maxiops", "", "Most operations per second on the system drive (Windows)", ostype="windows"),
    String("ip", "", "Its IPv4 address on the network"),
    String("ip6", "", "Its IPv6 address on the network"),
    String("ipc", "", "Whose IPC namespace it uses", complete="none|private|shareable|host"),
    String("isolation", "", "How it is isolated", complete="default|process|hyperv"),
    Bytes("kernel-memory", "", "Most kernel memory"),
    Checked("label", "l", "Put a label on it (KEY=VALUE)", check=values.label),
    List("label-file", "", "Put on the labels that a file lists", complete="file"),
    Checked("link", "", "Make another container known to it (NAME[:ALIAS])", complete="container", check=values.link),
    List("link-local-ip", "", "A link-local address of its own"),
    String("log-driver", "", "Where its output is logged", complete="log-driver"),
    List("log-opt", "", "Option for the log driver (KEY=VALUE)"),
    String("mac-address", "", "Its MAC address on the network"),
    Int64("memory-swappiness", "", "How readily its memory is swapped out, 0 to 100", default=-1),
    Mount("mount", "", "Mount something, in KEY=VALUE fields"),
    String("name", "", "Its name"),
    Network("net", "", "Network to join", complete="network", hidden=True, into="network"),
    List("net-alias", "", "Its further name on the network", hidden=True, into="network-alias"),
    Network("network", "", "Network to join, or host, none, container:NAME", complete="network"),
    List("network-alias", "", "Its further name on the network"),
    Bool("no-healthcheck", "", "Leave out the image's health check"),
)
_LAST = (
    Bool("oom-kill-disable", "", "Spare it when memory runs out"),
    Int("oom-score-adj", "", "How early it is killed when memory runs out, -1000 to 1000"),
    String("pid", "", "Whose processes it sees", complete="host"),
    Int64("pids-limit", "", "Most processes; -1 for any number"),
    String("platform", "", "Platform of the image, if the server has several", since="1.32"),
    Bool("privileged", "", "Lift nearly every restriction"),
    List("publish", "p", "Reach a port of it through the host ([IP:][HOST:]PORT[/PROTOCOL])"),
    Bool("publish-all", "P", "Reach every exposed port through a free one of the host"),
    Bool("quiet", "q", "Do not show the pull"),
    Bool("read-only", "", "Do not let it write to its root filesystem"),
    String("restart", "", "When to start it again", default="no", complete="no|always|on-failure|unless-stopped"),
    Bool("rm", "", "Remove it, and its anonymous volumes, when it ends"),
    String("runtime", "", "OCI runtime to run it with", complete="runtime"),
    List("security-opt", "", "Security option (seccomp=FILE, no-new-privileges, label=…)"),
    Bytes("shm-size", "", "Size of /dev/shm"),
    String("stop-signal", "", "Signal that stops it", complete="signal"),
    Int("stop-timeout", "", "Seconds between that signal and being killed", since="1.25"),
    List("storage-opt", "", "Option for the storage driver (KEY=VALUE)"),
    CheckedMap("sysctl", "", "Kernel parameter of its namespaces (NAME=VALUE)", check=values.sysctl),
    List("tmpfs", "", "Mount an empty filesystem in memory (PATH[:OPTIONS])"),
    Bool("tty", "t", "Give it a terminal"),
    Ulimit("ulimit", "", "Resource limit of its processes (NAME=SOFT[:HARD])"),
    Bool("use-api-socket", "", "Let it reach this engine, with your registry credentials"),
    String("user", "u", "User, and group, to run as (USER[:GROUP])"),
    String("userns", "", "User namespace to use", complete="host"),
    String("uts", "", "UTS namespace to use", complete="host"),
    List("volume", "v", "Mount a volume or a path of the host ([FROM:]PATH[:OPTIONS])", complete="volume"),
    String("volume-driver", "", "Driver of the volumes that are made for it"),
    List("volumes-from", "", "Mount the volumes of another container (NAME[:ro])", complete="container"),
    String("workdir", "w", "Folder to start in"),
)

SHARED: tuple[Flag, ...] = (*_FIRST, *_DEVICES, *_HEALTH, *_LAST, *LIMITS.values(), HELP)


def _pull(when: str) -> String:
    return String("pull", "", f"When to pull before {when}", default="missing", complete="always|missing|never")


CREATE: tuple[Flag, ...] = (*SHARED, _pull("creating"))
RUN: tuple[Flag, ...] = (
    *SHARED,
    _pull("running"),
    Bool("detach", "d", "Leave it running in the background and print its ID"),
    String("detach-keys", "", "Keys that leave it running alone"),
    Bool("sig-proxy", "", "Pass signals on to it", default=True),
)
