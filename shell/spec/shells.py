"""Completion files for bash, zsh and fish: commands and flags as tables, names asked from `docker-shell __complete`."""

from __future__ import annotations

from collections.abc import Iterator

from . import Command
from .flags import Flag
from .surface import commands

MARK = "Generated from the declarations of the commands by python -m shell.spec.generate."


def files() -> Iterator[tuple[str, str]]:
    """File name and text of the three files."""
    table = [(spelling, spec) for _, spec in commands() for spelling in spec.spellings]
    table.sort(key=lambda row: row[0])
    yield "docker-shell.bash", bash(table)
    yield "_docker-shell", zsh(table)
    yield "docker-shell.fish", fish(table)


def _shown(spec: Command) -> list[Flag]:
    return sorted((flag for flag in spec.flags if not flag.hidden), key=lambda flag: flag.name)


def bash(table: list[tuple[str, Command]]) -> str:
    """The file for bash: no process is started for commands and flags."""
    rows = [f"# {MARK}", "declare -gA _docker_shell_flags=("]
    for spelling, spec in table:
        words = " ".join(f"--{flag.name}" for flag in _shown(spec))
        rows.append(f'  ["{spelling}"]="{words} --help"')
    rows.append(")")
    rows.append(BASH)
    return "\n".join(rows)


BASH = r"""_docker_shell() {
  local cur=${COMP_WORDS[COMP_CWORD]} words=() word path="" key line
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ -n $word ]] && words+=("$word")
  done
  for word in "${words[@]}"; do
    [[ $word == -* ]] && continue
    key="${path:+$path }$word"
    if [[ -n ${_docker_shell_flags[$key]+x} ]] || compgen -W "$(_docker_shell_groups)" -- "$key" >/dev/null; then
      path=$key
    else
      break
    fi
  done
  if [[ $cur == -* && -n ${_docker_shell_flags[$path]+x} ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${_docker_shell_flags[$path]}" -- "$cur")
    return
  fi
  mapfile -t COMPREPLY < <(docker-shell __complete "${words[@]}" "$cur" 2>/dev/null | cut -f1)
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]] && compopt -o nospace
  [[ ${#COMPREPLY[@]} -eq 0 ]] && compopt -o default
}

_docker_shell_groups() {
  local key
  for key in "${!_docker_shell_flags[@]}"; do
    [[ $key == *" "* ]] && printf '%s\n' "${key%% *}"
  done
}

complete -F _docker_shell docker-shell
"""


def zsh(table: list[tuple[str, Command]]) -> str:
    """The file for zsh: flags with what they do beside them."""
    rows = ["#compdef docker-shell", f"# {MARK}", "", "typeset -gA _docker_shell_flags", "_docker_shell_flags=("]
    for spelling, spec in table:
        words = "\n".join(f"--{flag.name}:{flag.help}" for flag in _shown(spec))
        rows.append(f"  {_quoted(spelling)} {_quoted(words)}")
    rows.append(")")
    rows.append(ZSH)
    return "\n".join(rows)


ZSH = r"""
_docker_shell() {
  local cur=${words[CURRENT]} path="" key word
  local -a given found
  given=("${(@)words[2,CURRENT-1]}")
  for word in $given; do
    [[ $word == -* ]] && continue
    key="${path:+$path }$word"
    if (( ${+_docker_shell_flags[$key]} )) || [[ -n ${(k)_docker_shell_flags[(I)$key *]} ]]; then
      path=$key
    else
      break
    fi
  done
  if [[ $cur == -* && -n ${_docker_shell_flags[$path]-} ]]; then
    found=("${(@f)_docker_shell_flags[$path]}")
    _describe -t options option found
    return
  fi
  found=("${(@f)$(docker-shell __complete "${given[@]}" "$cur" 2>/dev/null)}")
  found=("${(@)found:#}")
  if (( ${#found} )); then
    local -a shown
    shown=("${(@)${(@)found//:/\\:}//$'\t'/:}")
    _describe -t words word shown
  else
    _files
  fi
}

compdef _docker_shell docker-shell
"""


def fish(table: list[tuple[str, Command]]) -> str:
    """The file for fish."""
    rows = [f"# {MARK}", FISH]
    for spelling, spec in table:
        for flag in _shown(spec):
            short = f" -s {flag.short}" if flag.short else ""
            value = " -r" if flag.needs_value else ""
            rows.append(
                f"complete -c docker-shell -n {_fish(f'__docker_shell_is {spelling}')} "
                f"-l {flag.name}{short}{value} -d {_fish(flag.help)}"
            )
    return "\n".join(rows) + "\n"


FISH = r"""function __docker_shell_is
    set -l given (commandline -opc)[2..]
    set -l plain
    for word in $given
        string match -q -- '-*' $word; or set plain $plain $word
    end
    test (count $plain) -ge (count $argv); or return 1
    test "$plain[1..(count $argv)]" = "$argv"
end

function __docker_shell_words
    set -l given (commandline -opc)[2..]
    docker-shell __complete $given (commandline -ct) 2>/dev/null
end

complete -c docker-shell -f -a '(__docker_shell_words)'
"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
