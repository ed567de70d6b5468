"""Go's text/template for docker's --format: parse(text).execute(data).

Imports of the engine are left to the caller's first use: most commands never run a template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shell.output.template.engine import Template


def parse(text: str, name: str = "") -> Template:
    """The template with docker's functions; TemplateError if it is none."""
    from shell.output.template.docker import FUNCTIONS
    from shell.output.template.engine import Template

    return Template(text, FUNCTIONS, name)
