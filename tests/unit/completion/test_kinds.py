"""Every kind of word that a declaration names is one that completion knows."""

from __future__ import annotations

from shell.completion.kinds import known
from shell.completion.usual import FLAGS, OF_ARGUMENTS, OF_COMMAND, PLACES
from shell.options import OPTIONS
from shell.spec.surface import commands


def test_declared_kinds_are_known() -> None:
    unknown = {
        (name, flag.name, flag.complete)
        for name, spec in commands()
        for flag in (*spec.flags, *OPTIONS)
        if not known(flag.complete)
    }
    unknown |= {
        (name, "", kind) for name, spec in commands() for kind in spec.args.complete.split(";") if not known(kind)
    }
    assert not unknown


def test_usual_kinds_are_known() -> None:
    usual = {*FLAGS.values(), *OF_COMMAND.values(), *PLACES.values()}
    usual |= {kind for kinds in OF_ARGUMENTS.values() for kind in kinds.split(";")}
    assert not [kind for kind in usual if not known(kind)]
