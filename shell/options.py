"""The program's own options, declared as a command's flags are."""

from __future__ import annotations

from .spec.flags import Bool, List, String

OPTIONS = (
    String("config", "", "Folder of config.json and the contexts", complete="folder"),
    String("context", "c", "Context whose Engine is used, instead of DOCKER_HOST", complete="context"),
    Bool("debug", "D", "Tell more about failures"),
    List("host", "H", "Engine to talk to: unix://, tcp://, http://, https://, fd://", type="string"),
    String(
        "log-level",
        "l",
        "What is told: debug, info, warn, error, fatal",
        default="info",
        complete="debug|info|warn|error|fatal",
    ),
    Bool("tls", "", "Use TLS; on with --tlsverify"),
    String("tlscacert", "", "Trust only certificates that this CA signed", complete="file"),
    String("tlscert", "", "The client's certificate", complete="file"),
    String("tlskey", "", "The client's private key", complete="file"),
    Bool("tlsverify", "", "Use TLS and check the server"),
    Bool("version", "v", "Print the version and end"),
    String("file", "f", "Run a script; - is standard input", complete="file", ours=True),
    Bool("check", "n", "Read a whole script, report every error, run nothing", ours=True),
    Bool("keep-going", "k", "Do not stop a script at a failing line", ours=True),
    Bool("trace", "x", "Print every command before it runs", ours=True),
    Bool("dump-spec", "", "Print the table of commands as JSON", ours=True),
)
