"""Each name that a mail's templates use is one that its context has: a misspelt one would be written as nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Template, loader
from django.template.base import FilterExpression, Node, NodeList, Variable, VariableNode
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.smartif import TokenBase
from django.test.signals import template_rendered
from django.utils import timezone

from notifications.mailbox.gallery.samples import SAMPLES

PARTS = ("subject.txt", "txt", "html")
GIVEN = {"block", "forloop", "True", "False", "None"}  # by the template language itself


def names_in(template: Template) -> set[str]:
    """The variables that a template and those it extends or includes ask of their context, dots and all."""
    return set(_of(template.nodelist, frozenset()))


def _of(part: Any, local: frozenset[str]) -> Iterator[str]:
    if isinstance(part, Variable):
        if part.lookups and part.lookups[0] not in local | GIVEN:
            yield ".".join(part.lookups[:2])
    elif isinstance(part, FilterExpression):
        yield from _of(part.var, local)
        for _, arguments in part.filters:
            yield from _of([argument for is_variable, argument in arguments if is_variable], local)
    elif isinstance(part, list | tuple | NodeList):
        for one in part:
            yield from _of(one, local)
    elif isinstance(part, dict):
        yield from _of(list(part.values()), local)
    elif isinstance(part, ForNode):
        yield from _of(part.sequence, local)
        yield from _of([part.nodelist_loop, part.nodelist_empty], local | set(part.loopvars))
    elif isinstance(part, WithNode):
        yield from _of(part.extra_context, local)
        yield from _of(part.nodelist, local | set(part.extra_context))
    elif isinstance(part, IncludeNode):
        yield from _of(part.extra_context, local)
        yield from _of(loader.get_template(part.template.var).template.nodelist, local | set(part.extra_context))
    elif isinstance(part, ExtendsNode):
        replaced = {f"block {name}" for name, block in part.blocks.items() if not _has_super(block.nodelist)}
        yield from _of(loader.get_template(part.parent_name.var).template.nodelist, local | replaced)
        yield from _of(list(part.blocks.values()), local)
    elif isinstance(part, BlockNode):
        if f"block {part.name}" not in local:
            yield from _of(part.nodelist, local)
    elif isinstance(part, Node | TokenBase):
        yield from _of([value for name, value in vars(part).items() if name not in ("origin", "token")], local)


def _has_super(nodes: NodeList) -> bool:
    variables = nodes.get_nodes_by_type(VariableNode)
    return any(node.filter_expression.var.lookups == ("block", "super") for node in variables)


@pytest.fixture
def contexts(db, settings) -> Iterator[list[tuple[str, dict]]]:
    """Each template that was rendered, with the names of its context."""
    settings.DEBUG = True
    seen: list[tuple[str, dict]] = []

    def note(template, context, **_):
        seen.append((template.name, context.flatten()))

    template_rendered.connect(note)
    yield seen
    template_rendered.disconnect(note)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_every_name_that_a_mail_uses_is_in_its_context(sample, contexts):
    sample.mail(timezone.now())

    rendered = {name: context for name, context in contexts if name.startswith(f"correo/{sample.kind}.")}
    assert set(rendered) == {f"correo/{sample.kind}.{part}" for part in PARTS}
    for name, context in rendered.items():
        missing = {one for one in names_in(loader.get_template(name).template) if not _has(context, one)}
        assert not missing, (name, missing)


def _has(context: dict, name: str) -> bool:
    first, _, second = name.partition(".")
    value = context.get(first)
    if value is None or not second:
        return first in context
    return second in value if isinstance(value, dict) else hasattr(value, second)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ subjet }}", {"subjet"}),
        ("{% if a == b and not c.d %}{{ e|default:f }}{% endif %}", {"a", "b", "c.d", "e", "f"}),
        ("{% for row in rows.all %}{{ row.x }}{{ forloop.counter }}{{ y }}{% endfor %}", {"rows.all", "y"}),
        ("{% with z=w %}{{ z }}{% endwith %}", {"w"}),
        ("{% load correo %}{% button link 'Ver' %}", {"link"}),
        ("{% include 'correo/_blocks.txt' %}", {"blocks"}),
    ],
)
def test_it_finds_each_way_to_use_a_name(source, names):
    assert names_in(Template(source)) == names
