"""Read the values of actions: a text in which ``{{ match.invoice }}`` stands for something of the mail.

jinja2 reads them and never runs them: names and four filters are all there is, so there is nothing to escape from, no
loop, no call, no file. What a mail says is filled in and never read as a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from gateway.desk.ruling.action import Missing
from gateway.validation import did_you_mean

MAX_FILLED = 4_000  # characters
FILTERS: Mapping[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "trim": str.strip}
_READER = Environment(autoescape=False)


class BadValue(ValueError):
    """It is no value; ``word`` is what is wrong in it, as it is written."""

    def __init__(self, why: str, word: str = "", *, name: bool = False) -> None:
        """``name``: the word is a name that nobody knows."""
        super().__init__(why)
        self.word = word
        self.is_name = name


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    filters: tuple[str, ...] = ()
    default: str | None = None

    def say(self, names: Mapping[str, str]) -> str:
        text = names.get(self.name, "")
        if not text and self.default is not None:
            text = self.default
        elif self.name not in names:
            raise Missing(f"there is no {self.name}")
        for one in self.filters:
            text = FILTERS[one](text)
        return text


@dataclass(frozen=True, slots=True)
class Template:
    """A text with names in it."""

    pieces: tuple[str | _Name, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names it has, in order."""
        return tuple(dict.fromkeys(one.name for one in self.pieces if isinstance(one, _Name)))

    @property
    def needed(self) -> tuple[str, ...]:
        """Those without which it says nothing."""
        return tuple(dict.fromkeys(one.name for one in self.pieces if isinstance(one, _Name) and one.default is None))

    @property
    def constant(self) -> str:
        """What it says whatever the mail; empty where that depends."""
        return "" if self.names else "".join(one for one in self.pieces if isinstance(one, str))

    def say(self, names: Mapping[str, str]) -> str:
        """Fill it. Raises ``Missing``."""
        filled = "".join(one if isinstance(one, str) else one.say(names) for one in self.pieces)
        return filled[:MAX_FILLED]


def read_value(text: str) -> Template:
    """Read a value; which names there are is not looked at. Raises ``BadValue``."""
    if "{#" in text:
        raise BadValue("may have no comments: what stands in them would be left out", "{#")
    try:
        tree = _READER.parse(text)
    except TemplateSyntaxError as error:
        raise BadValue(f"is no value: {error.message}", "{") from None
    except RecursionError:
        raise BadValue("is nested too deep", "{{") from None
    pieces: list[str | _Name] = []
    for node in tree.body:
        if not isinstance(node, nodes.Output):
            raise BadValue("may only have {{ name }}: nothing runs in a value", "{%")
        pieces += (_piece(one) for one in node.nodes)
    return Template(tuple(pieces))


def _piece(node: nodes.Node) -> str | _Name:
    if isinstance(node, nodes.TemplateData):
        return str(node.data)
    filters: list[str] = []
    default: str | None = None
    while isinstance(node, nodes.Filter):
        more = node.kwargs or node.dyn_args or node.dyn_kwargs
        if node.name == "default" and default is None and not more:
            default = _constant(node.args)
        elif node.name in FILTERS and not (node.args or more):
            filters.insert(0, node.name)
        elif node.name in FILTERS:
            raise BadValue(f'gives "{node.name}" something, and it takes nothing', node.name)
        else:
            known = ", ".join((*FILTERS, 'default("…")'))
            near = did_you_mean(node.name, (*FILTERS, "default"))
            there = f" ({near})" if near else f": {known} are"
            raise BadValue(f'has a filter "{node.name}" that is not there{there}', node.name)
        if node.node is None:
            raise BadValue("is no value", node.name)
        node = node.node
    return _Name(".".join(_dotted(node)), tuple(filters), default)


def _dotted(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Getattr):
        yield from _dotted(node.node)
        yield _harmless(node.attr)
    elif isinstance(node, nodes.Name):
        yield _harmless(node.name)
    else:
        raise BadValue(f"may only have names such as {{{{ match.invoice }}}}, and this is {_kind(node)}", "{{")


def _kind(node: nodes.Node) -> str:
    """Say what else somebody wrote."""
    return next((words for kind, words in _KINDS.items() if isinstance(node, kind)), "something else")


_KINDS: Mapping[type[nodes.Node], str] = {
    nodes.BinExpr: "a calculation",
    nodes.UnaryExpr: "a calculation",
    nodes.Compare: "a comparison",
    nodes.CondExpr: "a choice",
    nodes.Call: "a call",
    nodes.Getitem: "a part of something in [ ]",
    nodes.Literal: "a value of its own",
}


def _harmless(name: str) -> str:
    if name.startswith("_"):
        raise BadValue(f'asks for "{name}", which is nothing of the mail', name)
    return name


def _constant(arguments: Sequence[nodes.Expr]) -> str:
    if len(arguments) == 1 and isinstance(arguments[0], nodes.Const) and isinstance(arguments[0].value, str):
        return arguments[0].value
    raise BadValue('needs one text: default("…")', "default")
