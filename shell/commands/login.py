"""login and logout: registry credentials, tried by the Engine and kept where config.json says."""

from __future__ import annotations

import termios
from collections.abc import Iterator
from contextlib import contextmanager

from ..config.credentials import INDEX_SERVER, VARIABLE, Credentials, Keeper, hostname_of
from ..errors import DaemonError, ShellError
from ..spec import Call, Family, at_most, command
from ..spec.flags import Bool, String

HUB = "docker.io"
_INSECURE = "WARNING! Using --password via the CLI is insecure. Use --password-stdin."
_NO_TERMINAL = "Error: Cannot perform an interactive login from a non TTY device"
_HUB_ACCOUNT = (
    "Log in with your Docker ID or email address to push and pull images from Docker Hub."
    " If you don't have a Docker ID, head over to https://hub.docker.com/ to create one."
)


class Login(Family):
    """Registries that want to know who asks."""

    @command(
        "login",
        "Log in to a registry",
        String("password", "p", "Password or access token; seen by others in the process list"),
        Bool("password-stdin", "", "Read the password from stdin"),
        String("username", "u", "User name"),
        args=at_most(1, "[SERVER]", complete="registry"),
        details="Without SERVER, Docker Hub. The Engine tries the credentials; then they go to the credential helper of"
        " the registry, or unencrypted into config.json.",
        examples=(("A password that nobody sees", "login -u me --password-stdin localhost:5000 < password.txt"),),
    )
    def CmdLogin(self, call: Call) -> None:
        _check(call)
        user, password = call["username"], call["password"]
        if password:
            call.err.line(_INSECURE)
        if call["password-stdin"]:
            password = _password_of(call.stdin.read())
        keeper = self._keeper(call)
        server = _server(call.args)
        known = Credentials() if user or password else self._known(keeper, server)
        if known.username and known.password and self._again(call, keeper, known):
            return
        self._login(call, keeper, self._asked(call, server, user, password, known.username))

    @command(
        "logout",
        "Forget a registry's credentials",
        args=at_most(1, "[SERVER]", complete="registry"),
        details="Without SERVER, those of Docker Hub.",
        examples=(("Of a registry of your own", "logout registry.example:5000"),),
    )
    def CmdLogout(self, call: Call) -> None:
        keeper = self._keeper(call)
        server = call.args[0] if call.args and call.args[0] else ""
        host = hostname_of(server) if server else INDEX_SERVER
        # Old clients kept a registry under other spellings.
        keys = [server, host, f"http://{host}", f"https://{host}"] if server else [INDEX_SERVER]
        call.out.line(f"Removing login credentials for {host}")
        failures = list(_erase(keeper, keys))
        if len(failures) == len(keys):
            call.err.line("WARNING: could not erase credentials:")
            for failure in dict.fromkeys(failures):
                call.err.line(call.err.safe(failure))

    def _keeper(self, call: Call) -> Keeper:
        if self.shell.env.get(VARIABLE):
            note = [
                f"{VARIABLE} is set and takes precedence.",
                f"Unset {VARIABLE} to restore the CLI auth behaviour.",
                "",
            ]
            call.err.line()
            call.err.line(" Warn -> " + "\n         ".join(note))
        return Keeper(self.shell.config, lambda text: call.err.line(call.err.safe(text)))

    def _known(self, keeper: Keeper, server: str) -> Credentials:
        try:
            return keeper.get(server)
        except ShellError:
            return Credentials()

    def _again(self, call: Call, keeper: Keeper, known: Credentials) -> bool:
        """Whether what is kept still opens the registry."""
        call.err.line(f"Authenticating with existing credentials... [Username: {known.username}]")
        call.err.line()
        call.err.write(
            " Info -> To login with a different account, run 'docker logout' followed by 'docker login'\n\n\n"
        )
        try:
            self._login(call, keeper, known)
        except DaemonError as error:
            expired = error.code == 401
            call.err.line(
                "Stored credentials invalid or expired" if expired else f"Login did not succeed, error: {error}"
            )
            return False
        return True

    def _asked(self, call: Call, server: str, user: str, password: str, before: str) -> Credentials:
        """What was typed, and the answers to questions about the rest; `before` is the user of last time."""
        user, password = user.strip(), password.strip()
        if not (user and password) and not call.stdin.isatty:
            raise ShellError(_NO_TERMINAL)
        if not user:
            if server == INDEX_SERVER:
                call.out.line(_HUB_ACCOUNT)
            user = _prompt(call, f"Username ({before}): " if before else "Username: ") or before
            if not user:
                raise ShellError("Error: Non-null Username Required")
        if not password:
            password = _prompt(call, "Password: ", echo=False)
            if not password:
                raise ShellError("Error: Password Required")
        return Credentials(server, user, password)

    def _login(self, call: Call, keeper: Keeper, credentials: Credentials) -> None:
        """POST /auth; keep what opened the registry."""
        answer = call.engine.post("/auth", {}, credentials.fields()) or {}
        if token := answer.get("IdentityToken"):
            credentials = Credentials(credentials.server, credentials.username, identity_token=token)
        try:
            exposed = keeper.save(credentials)
        except ShellError as error:
            raise ShellError(f"Error saving credentials: {error}") from error
        if exposed:
            call.err.line()
            call.err.line(f"WARNING! Your credentials are stored unencrypted in '{self.shell.config.path}'.")
            call.err.line("Configure a credential helper to remove this warning. See")
            call.err.line("https://docs.docker.com/go/credential-store/")
            call.err.line()
        if status := answer.get("Status"):
            call.out.line(call.out.safe(status))


def _check(call: Call) -> None:
    """docker's conflicts, before anything is read."""
    if call.changed("password-stdin"):
        if call.changed("password"):
            raise ShellError("conflicting options: cannot specify both --password and --password-stdin")
        if not call.changed("username"):
            raise ShellError("the --password-stdin option requires --username to be set")
    for name in ("username", "password"):
        if call.changed(name) and not call[name]:
            raise ShellError(f"{name} is empty")


def _password_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")


def _server(args: list[str]) -> str:
    """The key of the registry: a host, or the Hub's own."""
    server = args[0] if args else ""
    return hostname_of(server) if server not in ("", HUB, INDEX_SERVER) else INDEX_SERVER


def _erase(keeper: Keeper, keys: list[str]) -> Iterator[str]:
    """The failures, with their keys."""
    for key in keys:
        try:
            keeper.erase(key)
        except ShellError as error:
            yield f"{key}: {error}"


def _prompt(call: Call, question: str, echo: bool = True) -> str:
    """The line typed at the terminal, without space around it; "" at the end of input."""
    call.out.write(question)
    call.out.flush()
    try:
        with _silent(None if echo else call.stdin.fileno()):
            answer = _line(call)
    except KeyboardInterrupt:
        call.out.line()
        raise
    if not echo:
        call.out.line()
    return answer


def _line(call: Call) -> str:
    return call.stdin.readline().decode("utf-8", "surrogateescape").strip()


@contextmanager
def _silent(descriptor: int | None) -> Iterator[None]:
    """Nothing is shown of what is typed; restored whatever happens."""
    if descriptor is None:
        yield
        return
    before = termios.tcgetattr(descriptor)
    quiet = list(before)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
