"""Fill templates: the only room that knows the template language.

A template is trusted to choose words and nothing more. It sees frozen plain values (text, numbers, tuples, mappings),
can call nothing, multiply no text, and loops only over what it is given; HTML is always escaped. Mail text is data and
never becomes a template. One thread at a time.

A mail is either three templates (``reply.subject.j2``, ``.txt.j2``, ``.html.j2``), or one of words: ``closed.words.j2``
only sets what is said, and the layouts ``_letter.subject.j2``, ``.txt.j2`` and ``.html.j2`` say where it stands, or
those of its own name (``_promises.txt.j2``) or of the name that it sets as ``layout``. So plain text and HTML say the
same, and a language needs one file for each kind of letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import do_urlencode
from jinja2.runtime import BlockReference, Context, LoopContext, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from gateway.errors import ConfigError, Problem
from gateway.outbound.body import Lines, Words, lines, text_of
from gateway.outbound.quoting import blocks_of, introduced, quoted_letter
from gateway.outbound.subject import bare_subject
from gateway.outbound.text_layout import columns, filled, hung, lay_out, paragraphs, quoted, web_links, written_lines
from gateway.outbound.typography import broken, unbroken
from gateway.resources import shipped

Value: TypeAlias = "str | int | tuple[Value, ...] | Mapping[str, Value] | None"

MAX_OUTPUT = 1 << 20  # characters of one part; a mail is some thousands
MAX_NESTED_LOOPS = 3
_PIECES = 32  # of output between two looks at how much it is
LAST_RESORT = "en"
"""The language that has every template."""

_RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_FILTERS = frozenset(
    ("default", "e", "escape", "first", "join", "last", "length", "lower", "trim", "upper", "urlencode")
)
_RESERVED = frozenset(("language", "dir"))
_REFUSED = (
    (nodes.ScopedEvalContextModifier, "escaping cannot be switched off"),
    (nodes.EvalContextModifier, "escaping cannot be switched off"),
    ((nodes.Macro, nodes.CallBlock), "macros are not part of this template language; use blocks"),
    ((nodes.Include, nodes.Import, nodes.FromImport), "only 'extends' may name another template"),
)
_LAYOUT = "_letter"
_OPENS, _CLOSES = "\ue000", "\ue001"  # of a gap: for private use, so nobody's language has them
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MARK = re.compile(f"{_OPENS}([a-z_]+){_CLOSES}")
UNSAID: Mapping[str, Value] = {
    **dict.fromkeys(
        (
            *("internal", "box", "body", "untold", "quote_of", "quote"),
            *("links_title", "signed", "foot", "echo_of", "echo"),
        ),
        "",
    ),
    **dict.fromkeys(
        ("progress", "say", "rows", "sections", "rest", "letters", "letter_of", "choices", "more", "closing", "quiet"),
        (),
    ),
    "alarm": 0,
}
"""What the words of a letter may set; title, heading and marker they have to. See ``_letter.txt.j2``."""
# What a template can run into. Anything else is a mistake of this module and not to be hidden.
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class TemplateProblem(ConfigError):
    """A template is missing or asks for something it cannot have: the gateway does not start with it."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        """Keep the place; ``line`` counts from 1, 0 is the file as a whole."""
        super().__init__(Problem(file, line, 0, problem))


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one mail."""

    subject: str
    """One line."""
    words: Words
    html_words: Words | None
    """The same; None where the template has no HTML."""
    language: str
    """The language it really is in: not always the one asked for."""

    @property
    def text(self) -> str:
        """The plain text, whole."""
        return text_of(self.words)

    @property
    def html(self) -> str | None:
        """The HTML, whole."""
        return None if self.html_words is None else text_of(self.html_words)


_Gapped: TypeAlias = tuple[str, ...]
"""A text cut at its gaps: what stands there, the name of a gap, what stands there, and so on."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """The words of many mails that differ in a few short texts: those are gaps, filled in without a template."""

    subject: _Gapped
    text: tuple[Lines | _Gapped, ...]
    """Lines that are laid out, and each of the others: how long that is depends on what is filled in."""
    html: tuple[Lines | _Gapped, ...] | None
    language: str

    def fill(self, gaps: Mapping[str, str]) -> Rendered:
        """Return the words of one mail, the same as ``Renderer.render`` would with these values."""
        return Rendered(
            subject=_one_line(_filled_in(self.subject, gaps)),
            words=tuple([one if isinstance(one, Lines) else lay_out(_filled_in(one, gaps)) for one in self.text]),
            html_words=None if self.html is None else self._html(self.html, gaps),
            language=self.language,
        )

    @staticmethod
    def _html(pieces: tuple[Lines | _Gapped, ...], gaps: Mapping[str, str]) -> Words:
        escaped = {name: str(escape(said)) for name, said in gaps.items()}
        return tuple([one if isinstance(one, Lines) else _filled_in(one, escaped) for one in pieces])


@dataclass(frozen=True, slots=True)
class Page:
    """A page of text."""

    markdown: str
    language: str
    """The one it really is in."""


class Renderer:
    """All templates of a folder, each compiled once."""

    def __init__(self, folder: Path, *, at_once: bool = True) -> None:
        """Read ``folder``; compile them now, or each when it is needed. Raises ``TemplateProblem``."""
        self._folder = folder
        self._environment = _Sandbox(self._folder)
        self._names = frozenset(self._environment.list_templates(filter_func=lambda name: name.endswith(".j2")))
        self._languages = {
            name.partition("/")[0].lower(): name.partition("/")[0] for name in self._names if "/" in name
        }
        if at_once:
            self.compile()

    def compile(self) -> None:
        """Compile what is not: a mistake is found here, and not with the first mail that needs that template.

        Raises ``TemplateProblem`` for the first one.
        """
        for name in sorted(self._names):
            self._check(name)

    def render(self, name: str, *, language: str, values: Mapping[str, Value]) -> Rendered:
        """Fill the template ``name`` in ``language``, or the nearest one there is: ``pt-BR``, then ``pt``, then ``en``.

        ``language`` and ``dir`` are added to the values. Raises ``TemplateProblem``, saying file and line.
        """
        subject, text, html, folder = self._written(name, language, values)
        return Rendered(_one_line(subject), _ended(lay_out(text)), html, folder)

    def stencil(
        self, name: str, *, language: str, values: Mapping[str, Value], gaps: Collection[str]
    ) -> Stencil | None:
        """Fill the template but for some ``gaps``, values that are text and never empty; None where it cannot be cut.

        Templates may only write what stands in a gap, or ask whether it is empty: no filter may see it. Raises
        ``TemplateProblem``.
        """
        if any(_OPENS in one for one in _texts(values)):
            return None
        marks = {gap: f"{_OPENS}{gap}{_CLOSES}" for gap in gaps}
        subject, text, html, folder = self._written(name, language, {**values, **marks})
        return Stencil(
            _cut(subject),
            tuple(_by_lines(_ended(_laid_out_around_gaps(text)))),
            None if html is None else tuple(_by_lines(html)),
            folder,
        )

    def words(self, name: str, *, language: str, values: Mapping[str, Value]) -> Mapping[str, object]:
        """Return what a template of words sets, for what is no mail. Raises ``TemplateProblem``."""
        folder = self._choose(name, language)
        return self._words(f"{folder}/{name}.words.j2", {**_given(values), **_place_of(folder)})

    def _written(self, name: str, language: str, values: Mapping[str, Value]) -> tuple[str, str, str | None, str]:
        """Return subject, text and HTML as the templates write them, and the language they are in."""
        folder = self._choose(name, language)
        given = {**_given(values), **_place_of(folder)}
        path = f"{folder}/{name}"
        if f"{path}.words.j2" in self._names:
            given = {**UNSAID, **given, **self._words(f"{path}.words.j2", given)}
            path = str(given.pop("layout", f"_{name}" if f"_{name}.txt.j2" in self._names else _LAYOUT))
        return (
            self._fill(f"{path}.subject.j2", given),
            self._fill(f"{path}.txt.j2", given),
            self._fill(f"{path}.html.j2", given) if f"{path}.html.j2" in self._names else None,
            folder,
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there is anything in, by their tags."""
        return tuple(sorted(self._languages.values()))

    def language(self, name: str, language: str) -> str:
        """Return the language in which ``render`` would fill the template."""
        return self._choose(name, language)

    def page(self, name: str, *, language: str, values: Mapping[str, Value]) -> Page:
        """Fill the Markdown template ``name`` in ``language``, or the nearest one. Raises ``TemplateProblem``."""
        folder = self._choose(name, language, "md")
        written = self._fill(f"{folder}/{name}.md.j2", {key: _plain(value) for key, value in values.items()})
        return Page(re.sub(r"\n{3,}", "\n\n", written).strip("\n") + "\n", folder)

    def _words(self, path: str, given: Mapping[str, object]) -> dict[str, object]:
        """Return what a template of words sets, less what says nothing. What it writes itself is lost."""
        try:
            template = self._environment.get_template(path)
            context = template.new_context(dict(given))
            try:
                for _ in template.root_render_func(context):
                    pass
            except _FAILURES:
                self._environment.handle_exception()  # gives the lines of the template, as generate() does
            return {name: _said(one) for name, one in context.get_exported().items()}
        except _FAILURES as failure:
            self._explain(path, failure)

    def _choose(self, name: str, language: str, *kinds: str) -> str:
        kinds = kinds or ("words", "txt")
        for wanted in _fallbacks(language):
            folder = self._languages.get(wanted.lower())
            if folder and any(f"{folder}/{name}.{kind}.j2" in self._names for kind in kinds):
                return folder
        raise TemplateProblem(f"{LAST_RESORT}/{name}.{kinds[-1]}.j2", 0, "there is no such template in any language")

    def _fill(self, path: str, values: Mapping[str, object]) -> str:
        written, size = [], 0
        try:
            pieces = self._environment.get_template(path).generate(values)
            while some := list(islice(pieces, _PIECES)):
                written.append("".join(some))
                size += len(written[-1])
                if size > MAX_OUTPUT:
                    raise TemplateProblem(path, 0, f"writes more than {MAX_OUTPUT} characters")
        except _FAILURES as failure:
            self._explain(path, failure)
        return "".join(written)

    def _check(self, name: str) -> None:
        """Compile a template; the environment keeps it, for those that extend it too."""
        try:
            self._environment.get_template(name)
        except (*_FAILURES, OSError) as failure:
            self._explain(name, failure)

    def _explain(self, path: str, failure: BaseException) -> NoReturn:
        if isinstance(failure, TemplateSyntaxError):
            raise TemplateProblem(
                failure.name or path, failure.lineno, failure.message or "is not a template"
            ) from None
        if isinstance(failure, TemplateNotFound):
            raise TemplateProblem(path, 0, f"there is no template {failure.name}") from None
        if isinstance(failure, UnicodeDecodeError):
            raise TemplateProblem(path, 0, "is not UTF-8") from None
        file, line = self._place(failure) or (path, 0)
        problem = "calls itself" if isinstance(failure, RecursionError) else str(failure) or type(failure).__name__
        raise TemplateProblem(file, line, problem) from failure

    def _place(self, failure: BaseException) -> tuple[str, int] | None:
        """Return the innermost template line of the traceback; jinja2 puts template names and lines in it."""
        place, trace = None, failure.__traceback__
        while trace:
            file = Path(trace.tb_frame.f_code.co_filename)
            if file.is_relative_to(self._folder):
                place = file.relative_to(self._folder).as_posix(), trace.tb_lineno
            trace = trace.tb_next
        return place


@cache
def shipped_renderer() -> Renderer:
    """Return the renderer of our own templates, made once; a command needs few of them, and waits for no others."""
    return Renderer(shipped("templates"), at_once=False)


class _Loader(FileSystemLoader):
    """Parses each template once, and refuses what none needs."""

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """Return a compiled template. Raises ``TemplateProblem``, and what jinja2 raises."""
        source, file, _ = self.get_source(environment, name)
        tree = environment.parse(source, name, file)
        for line, problem in _refusals(tree):
            raise TemplateProblem(name, line, problem)
        if name.endswith(".words.j2"):
            _keep_together(tree, name.partition("/")[0])
        code = environment.compile(tree, name, file)
        return Template.from_code(environment, code, environment.make_globals(globals))


class _Sandbox(ImmutableSandboxedEnvironment):
    """jinja2's sandbox limits neither work nor size and lets values be called: here there is nothing to call."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, folder: Path) -> None:
        super().__init__(
            loader=_Loader(folder),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html.j2")),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["urlencode"] = _encoded
        self.filters |= {"paragraphs": paragraphs, "web_links": web_links, "bare": bare_subject, "quoted": quoted}
        self.filters |= {"blocks_of": blocks_of, "introduced": introduced, "quoted_letter": quoted_letter}
        self.filters |= {"columns": columns, "filled": filled, "lines": written_lines, "hung": hung}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Allow ``loop.last`` and ``self.block``; values have no attributes, only keys."""
        return isinstance(obj, LoopContext | TemplateReference) and not attr.startswith("_")

    def is_safe_callable(self, obj: object) -> bool:
        """Allow ``super()`` and ``self.block()``."""
        return isinstance(obj, BlockReference)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse ``'a' * 200000000`` and ``'%09999d' % 1``."""
        del context, left, right
        raise SecurityError(f"the operator {operator} is not part of this template language")


def _encoded(text: str) -> str:
    """Write what a click puts into a mail as people type it: it comes back to us, and is read."""
    return do_urlencode(broken(text))


def _refusals(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in tree.find_all(nodes.Node):
        yield from ((node.lineno, problem) for kinds, problem in _REFUSED if isinstance(node, kinds))
        if isinstance(node, nodes.For) and node.recursive:
            yield node.lineno, "a loop cannot call itself"
        if isinstance(node, nodes.For) and _depth(node) > MAX_NESTED_LOOPS:
            yield node.lineno, f"loops are nested more than {MAX_NESTED_LOOPS} deep"


def _keep_together(tree: nodes.Template, language: str) -> None:
    """Put no-break spaces into the words that a template sets."""
    for word in tree.find_all(nodes.Const):
        if isinstance(word.value, str):
            word.value = unbroken(word.value, language)


def _depth(node: nodes.Node) -> int:
    inner = max((_depth(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)


@lru_cache(maxsize=256)
def _fallbacks(language: str) -> tuple[str, ...]:
    """Return ``pt-BR``, ``pt``, ``en``. What is no language tag names no folder either."""
    found, wanted = [], language.replace("_", "-")
    while _TAG.fullmatch(wanted):
        found.append(wanted)
        wanted = wanted.rpartition("-")[0]
    return (*found, LAST_RESORT)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())


def _ended(text: str) -> str:
    return text.strip("\n") + "\n"


def _texts(value: Value) -> Iterator[str]:
    """Yield every text there is in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def _cut(text: str) -> _Gapped:
    return tuple(_MARK.split(text))


def _laid_out_around_gaps(text: str) -> str:
    return "\n".join([line if _OPENS in line else lay_out(line) for line in text.split("\n")])


def _by_lines(text: str) -> Iterator[Lines | _Gapped]:
    """Yield lines without a gap together, and those between them."""
    for gapped, some in groupby(_LINE.findall(text), lambda line: _OPENS in line):
        piece = "".join(some)
        yield _cut(piece) if gapped else lines(piece)


def _filled_in(cut: _Gapped, gaps: Mapping[str, str]) -> str:
    return "".join([gaps[piece] if number % 2 else piece for number, piece in enumerate(cut)])


def _given(values: Mapping[str, Value]) -> dict[str, object]:
    if _RESERVED & values.keys():
        raise TypeError("language and dir are set by the renderer")
    return {key: _plain(value) for key, value in values.items()}


def _place_of(folder: str) -> dict[str, object]:
    """Return the language that templates of a folder are in, and where its lines begin."""
    return {"language": folder, "dir": "rtl" if folder.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"}


def _said(words: object) -> object:
    """Return what the layout shows of some words, which is nothing of empty ones."""
    if isinstance(words, str):
        return words.strip()
    return filled(words) if isinstance(words, tuple) else words


def _plain(value: object) -> object:
    """Return a frozen plain copy; refuse objects, which a template could reach into."""
    if type(value) is str or value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # an exact str: a ready-made Markup would go out unescaped
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    raise TypeError(f"a template may not see a {type(value).__name__}")
