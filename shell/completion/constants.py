"""Values that do not depend on the Engine: signals, capabilities, drivers and their options."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


SIGNALS = words(
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS "
    "TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX"
)
SIGNALS += [f"RTMIN+{number}" for number in range(1, 16)] + [f"RTMAX-{number}" for number in range(1, 15)]
LIKELY_SIGNALS = ("TERM", "KILL", "INT", "HUP", "QUIT", "USR1", "USR2", "STOP", "CONT")

CAPABILITIES = words(
    "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE "
    "DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE "
    "MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG "
    "SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE "
    "SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
)

PLATFORMS = words(
    "linux/amd64 linux/arm64 linux/arm64/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5 linux/arm linux/386 "
    "linux/ppc64le linux/riscv64 linux/s390x windows/amd64 wasip1/wasm"
)

_COMMON = words("env env-regex labels tag max-buffer-size mode")
LOG_OPTIONS = {
    "awslogs": [
        *_COMMON,
        *words(
            "awslogs-create-group awslogs-credentials-endpoint awslogs-datetime-format awslogs-endpoint "
            "awslogs-force-flush-interval-seconds awslogs-format awslogs-group awslogs-max-buffered-events "
            "awslogs-multiline-pattern awslogs-region awslogs-stream"
        ),
    ],
    "fluentd": [
        *_COMMON,
        *words(
            "fluentd-address fluentd-async fluentd-async-reconnect-interval fluentd-buffer-limit "
            "fluentd-max-retries fluentd-read-timeout fluentd-request-ack fluentd-retry-wait "
            "fluentd-sub-second-precision fluentd-write-timeout"
        ),
    ],
    "gcplogs": [
        *_COMMON,
        *words("gcp-log-cmd gcp-meta-id gcp-meta-name gcp-meta-zone gcp-project"),
    ],
    "gelf": [
        *_COMMON,
        *words(
            "gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect gelf-tcp-reconnect-delay"
        ),
    ],
    "journald": _COMMON,
    "json-file": [*_COMMON, "compress", "max-file", "max-size"],
    "local": [*_COMMON, "compress", "max-file", "max-size"],
    "splunk": [
        *_COMMON,
        *words(
            "splunk-caname splunk-capath splunk-format splunk-gzip splunk-gzip-level splunk-index "
            "splunk-insecureskipverify splunk-source splunk-sourcetype splunk-token splunk-url "
            "splunk-verify-connection"
        ),
    ],
    "syslog": [
        *_COMMON,
        *words(
            "syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert syslog-tls-key "
            "syslog-tls-skip-verify"
        ),
    ],
}
LOG_DRIVERS = [*sorted(LOG_OPTIONS), "none"]

LOG_VALUES = {
    "compress": ("false", "true"),
    "fluentd-async": ("false", "true"),
    "fluentd-request-ack": ("false", "true"),
    "fluentd-sub-second-precision": ("false", "true"),
    "gelf-compression-type": ("gzip", "none", "zlib"),
    "gelf-address": ("tcp://", "udp://"),
    "gelf-compression-level": tuple(str(level) for level in range(-1, 10)),
    "mode": ("blocking", "non-blocking"),
    "splunk-format": ("inline", "json", "raw"),
    "splunk-gzip": ("false", "true"),
    "splunk-insecureskipverify": ("false", "true"),
    "splunk-verify-connection": ("false", "true"),
    "syslog-address": ("tcp+tls://", "tcp://", "udp://", "unixgram://", "unix://"),
    "syslog-format": ("rfc3164", "rfc5424", "rfc5424micro"),
    "syslog-tls-skip-verify": ("true",),
    "syslog-facility": tuple(
        words("auth authpriv cron daemon ftp kern lpr mail news syslog user uucp")
        + [f"local{number}" for number in range(8)]
    ),
}

ULIMITS = words(
    "as chroot core cpu data fsize locks maxlogins maxsyslogins memlock msgqueue nice nofile nproc "
    "priority rss rtprio rttime sigpending stack"
)

MOUNT_KEYS = words(
    "type source src target dst destination readonly ro consistency bind-propagation bind-recursive "
    "bind-create-src volume-driver volume-label volume-nocopy volume-opt volume-subpath tmpfs-size "
    "tmpfs-mode image-subpath"
)
MOUNT_TYPES = ("bind", "volume", "tmpfs", "image", "npipe", "cluster")

SECURITY = words(
    "no-new-privileges apparmor= apparmor=unconfined label= label=disable label=level: label=role: "
    "label=type: label=user: seccomp= seccomp=unconfined systempaths=unconfined"
)

EVENTS = words(
    "archive-path attach build checkpoint commit connect copy create delete destroy detach die disable "
    "disconnect enable exec_create exec_detach exec_die exec_start export extract-to-dir health_status "
    "import install kill load mount oom pause prune pull push reload remove rename resize restart save "
    "start stop tag top unmount unpause untag update"
)
OBJECTS = words("builder config container daemon image network node plugin secret service volume")

STATES = ("created", "running", "paused", "restarting", "removing", "exited", "dead")
HEALTH = ("starting", "healthy", "unhealthy", "none")
DURATIONS = ("1m", "5m", "15m", "1h", "6h", "24h", "168h")
