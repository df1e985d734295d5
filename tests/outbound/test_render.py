"""What a template may do, what it may not, and that mistakes name their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from markupsafe import Markup

from gateway.errors import ConfigError
from gateway.outbound.render import Renderer, TemplateProblem, Value, shipped_renderer


def renderer(folder: Path, files: Mapping[str, str]) -> Renderer:
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return Renderer(folder)


def one(folder: Path, source: str, *, values: Mapping[str, Value] | None = None, html: bool = False) -> str:
    """Render one template, as text or as HTML."""
    files = {"en/t.subject.j2": "s", "en/t.txt.j2": "text" if html else source}
    if html:
        files["en/t.html.j2"] = source
    rendered = renderer(folder, files).render("t", language="en", values=values or {})
    return (rendered.html or "") if html else rendered.text


# Values are data


@pytest.mark.id("T-01")
@pytest.mark.parametrize(
    "hostile", ["{{7*7}}", "{% for x in y %}", "{{ config }}", "{# gone? #}", "{{ self }}", "{%- raw -%}"]
)
def test_text_that_looks_like_a_template_stays_text(tmp_path: Path, hostile: str) -> None:
    assert one(tmp_path, "{{ subject }}", values={"subject": hostile}) == hostile + "\n"
    assert (
        shipped_renderer().render("reply", language="en", values=reply(subject=hostile)).subject
        == f"Re: {hostile} [case #1042735]"
    )


@pytest.mark.id("T-04")
def test_html_in_a_value_is_escaped_in_html_and_left_alone_in_text(tmp_path: Path) -> None:
    hostile = "<script>alert('x')</script> & \"quoted\""
    assert one(tmp_path, "{{ x }}", values={"x": hostile}) == hostile + "\n"
    assert one(tmp_path, '<p title="{{ x }}">', values={"x": hostile}, html=True) == (
        '<p title="&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;quoted&#34;">'
    )


@pytest.mark.id("T-04")
def test_text_that_claims_to_be_safe_html_is_escaped_all_the_same(tmp_path: Path) -> None:
    assert one(tmp_path, "{{ x }}", values={"x": Markup("<b>")}, html=True) == "&lt;b&gt;"


@pytest.mark.id("T-04")
@pytest.mark.parametrize("source", ["{{ x | safe }}", "{% autoescape false %}{{ x }}{% endautoescape %}"])
def test_a_template_cannot_switch_escaping_off(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateProblem, match=r"^en/t\.html\.j2:1: "):
        one(tmp_path, source, values={"x": "<b>"}, html=True)


def test_an_object_is_never_shown_to_a_template(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Ticket:
        secret: str = "s"

    for value in (Ticket(), [1], {"a": Ticket()}, (Ticket(),), 1.5, b"x"):
        with pytest.raises(TypeError, match="a template may not see a"):
            one(tmp_path, "{{ x }}", values={"x": value})  # type: ignore[dict-item]


def test_language_and_direction_are_the_renderers_to_set(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="set by the renderer"):
        one(tmp_path, "x", values={"language": "fr"})


# What a template may not do


@pytest.mark.id("T-02")
@pytest.mark.parametrize(
    "source",
    [
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x.__class__.__mro__ }}",
        "{{ m.__init__.__globals__ }}",
        "{{ x | attr('__class__') }}",
        "{{ x.format(1) }}",
        "{{ x.upper() }}",
        "{{ 'a'.join(t) }}",
        "{{ m.items() }}",
        "{{ m.update({'a': 1}) }}",
        "{{ m.get('a') }}",
        "{{ t.append(1) }}",
        "{{ t.count(1) }}",
        "{{ n.bit_length() }}",
        "{{ self.__init__ }}",
        "{{ self._TemplateReference__context }}",
        "{% for a in t %}{{ loop.__init__ }}{% endfor %}",
        "{% for a in t %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{{ lipsum() }}",
        "{{ lipsum }}",
        "{{ dict }}",
        "{{ cycler('a') }}",
        "{{ namespace() }}",
        "{{ range(9) }}",
        "{{ x() }}",
        "{{ x | map('upper') }}",
        "{{ x | tojson }}",
    ],
)
def test_a_template_reaches_nothing_behind_its_values(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateProblem, match=r"^en/t\.txt\.j2:2: "):
        one(tmp_path, "line one\n" + source, values={"x": "text", "m": {"a": 1}, "t": (1, 2), "n": 5})


@pytest.mark.id("T-03")
@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 200000000 }}",
        "{{ x * 200000000 }}",
        "{{ '%0200000000d' % 1 }}",
        "{{ 10 ** 100000000 }}",
        "{{ x | center(200000000) }}",
        "{{ x | indent(200000000) }}",
        "{{ '%0200000000d' | format(1) }}",
    ],
)
def test_a_template_cannot_multiply_text(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateProblem, match=r"^en/t\.txt\.j2:1: "):
        one(tmp_path, source, values={"x": "a"})


@pytest.mark.id("T-03")
def test_output_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    source = "{% for a in t %}{% for b in t %}{{ x }}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateProblem, match="writes more than 1048576 characters"):
        one(tmp_path, source, values={"t": tuple(range(1000)), "x": "x" * 1000})
    assert one(tmp_path, source, values={"t": (1, 2, 3), "x": "x" * 1000}) == "x" * 9000 + "\n"


@pytest.mark.id("T-03")
@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ nowhere }}", "'nowhere' is undefined"),
        ("{% if nowhere %}x{% endif %}", "'nowhere' is undefined"),
        ("{{ m.nowhere }}", "has no attribute 'nowhere'"),
        ("{% for a in t %}", "Unexpected end of template"),
        ("{% for a in 5 %}{% endfor %}", "'int' object is not iterable"),
        ("{{ 1 + 'a' }}", "unsupported operand"),
        ("{% endif %}", "Encountered unknown tag 'endif'"),
        ("{{ x | shout }}", "No filter named 'shout'"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "macros are not part"),
        ("{% include 'en/t.txt.j2' %}", "only 'extends' may name another template"),
        ("{% import 'en/t.txt.j2' as other %}", "only 'extends' may name another template"),
        ("{% for a in t recursive %}{{ loop(t) }}{% endfor %}", "a loop cannot call itself"),
        (
            "{% for a in t %}" * 4 + "{% endfor %}" * 4,
            "nested more than 3",
        ),
        ("{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}", "calls itself"),
        ("{% extends 'en/absent.txt.j2' %}", "there is no template en/absent.txt.j2"),
        ("{% extends '../../etc/passwd' %}", "there is no template"),
    ],
)
def test_a_mistake_in_a_template_names_its_place(tmp_path: Path, source: str, problem: str) -> None:
    with pytest.raises(TemplateProblem) as refused:
        one(tmp_path, source, values={"m": {"a": 1}, "t": (1, 2), "x": "x"})
    assert str(refused.value).startswith("en/t.txt.j2:")
    assert problem in str(refused.value)


@pytest.mark.id("T-03")
def test_a_mistake_in_a_parent_names_the_parent(tmp_path: Path) -> None:
    files = {
        "_frame.txt.j2": "\n\n{{ nowhere }}{% block a %}{% endblock %}",
        "en/t.subject.j2": "s",
        "en/t.txt.j2": "{% extends '_frame.txt.j2' %}",
    }
    with pytest.raises(TemplateProblem, match=r"^_frame\.txt\.j2:3: 'nowhere' is undefined"):
        renderer(tmp_path, files).render("t", language="en", values={})


def test_a_template_that_extends_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="calls itself"):
        one(tmp_path, "{% extends 'en/t.txt.j2' %}")


def test_a_broken_template_is_found_when_the_folder_is_read_not_with_the_first_mail(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"^fr/other\.txt\.j2:3: "):
        renderer(tmp_path, {"en/t.txt.j2": "x", "fr/other.txt.j2": "a\nb\n{% if %}"})


def test_a_broken_template_keeps_the_gateway_from_starting_and_has_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:  # else the desk would be started again and again
        renderer(tmp_path, {"en/t.txt.j2": "a\n{% if %}"})
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("en/t.txt.j2", 2)


def test_a_template_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "t.txt.j2").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateProblem, match=r"^en/t\.txt\.j2: is not UTF-8"):
        Renderer(tmp_path)


# Words, and the layout they stand in

FRAME = {
    "_letter.subject.j2": "{{ title }}",
    "_letter.txt.j2": "{{ heading }}{% for one in say | filled %} {{ one }}{% endfor %}",
    "_letter.html.j2": "<h1>{{ heading }}</h1>{% for one in say | filled %}<p>{{ one }}</p>{% endfor %}",
}


def test_words_are_set_once_and_stand_in_every_part(tmp_path: Path) -> None:
    files = {
        **FRAME,
        "en/_all.words.j2": "{% set title = word ~ ': ' ~ x %}",
        "en/t.words.j2": "{% extends 'en/_all.words.j2' %}{% set word = 'News' %}{% set heading = 'Hello' %}"
        "{% set say = (x, '', 'end' if x else '') %}lost",
    }
    rendered = renderer(tmp_path, files).render("t", language="fr", values={"x": "<b>"})
    assert (rendered.subject, rendered.language) == ("News: <b>", "en")
    assert rendered.text == "Hello <b> end\n"
    assert rendered.html == "<h1>Hello</h1><p>&lt;b&gt;</p><p>end</p>"


def test_words_may_name_a_layout_of_their_own(tmp_path: Path) -> None:
    files = {
        **FRAME,
        "_odd.subject.j2": "odd: {{ title }}",
        "_odd.txt.j2": "{{ heading }}!",
        "en/_all.words.j2": "{% set layout = '_odd' %}{% set title = 'a' %}",
        "en/t.words.j2": "{% extends 'en/_all.words.j2' %}{% set heading = 'Hello' %}",
        "en/u.words.j2": "{% set layout = '_absent' %}",
    }
    written = renderer(tmp_path, files).render("t", language="en", values={})
    assert (written.subject, written.text, written.html) == ("odd: a", "Hello!\n", None)
    with pytest.raises(TemplateProblem, match="there is no template _absent"):
        renderer(tmp_path, files).render("u", language="en", values={})


def test_what_the_words_leave_out_is_not_said(tmp_path: Path) -> None:
    files = {**FRAME, "en/t.words.j2": "{% set title = 'a' %}{% set heading = 'Hello' %}"}
    assert renderer(tmp_path, files).render("t", language="en", values={}).text == "Hello\n"


@pytest.mark.id("T-03")
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("\n{% set heading = nowhere ~ 'a' %}", "en/t.words.j2:2: 'nowhere' is undefined"),
        ("\n{% set heading = 'a' * 9 %}", "en/t.words.j2:2: the operator * is not part"),
        ("{% set title = 'a' %}", "_letter.txt.j2:1: 'heading' is undefined"),
        ("{% extends 'en/absent.words.j2' %}", "there is no template en/absent.words.j2"),
    ],
)
def test_a_mistake_in_words_names_its_place(tmp_path: Path, words: str, problem: str) -> None:
    with pytest.raises(TemplateProblem) as refused:
        renderer(tmp_path, {**FRAME, "en/t.words.j2": "{% set title = 'x' %}" + words}).render(
            "t", language="en", values={}
        )
    assert problem in str(refused.value)


def test_the_language_of_a_letter_is_known_before_it_is_written(tmp_path: Path) -> None:
    files = {**FRAME, "en/a.words.j2": "", "fr/a.words.j2": "", "en/b.txt.j2": "", "en/b.subject.j2": ""}
    one = renderer(tmp_path, files)
    assert [one.language(name, "fr-CA") for name in ("a", "b")] == ["fr", "en"]
    with pytest.raises(TemplateProblem, match="there is no such template"):
        one.language("c", "fr")


@pytest.mark.id("T-03")
def test_output_is_counted_however_many_pieces_say_nothing(tmp_path: Path) -> None:
    source = "{% for a in t %}{{ x }}{% endfor %}end"
    assert one(tmp_path, source, values={"t": tuple(range(200)), "x": ""}) == "end\n"


# Languages


@pytest.mark.id("T-06")
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("pt-BR", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("pt-PT", "pt"),
        ("pt-PT-x-old", "pt"),
        ("PT", "pt"),
        ("fr", "en"),
        ("", "en"),
        ("../../etc", "en"),
        ("pt/../en", "en"),
        ("_frame", "en"),
    ],
)
def test_a_language_that_is_missing_falls_back_to_the_nearest(tmp_path: Path, asked: str, given: str) -> None:
    files = {f"{folder}/t.{part}.j2": folder for folder in ("en", "pt", "pt-BR") for part in ("subject", "txt")}
    rendered = renderer(tmp_path, {**files, "_frame/t.txt.j2": ""}).render("t", language=asked, values={})
    assert (rendered.language, rendered.subject, rendered.text) == (given, given, f"{given}\n")


@pytest.mark.id("T-06")
def test_a_template_that_only_some_languages_have_falls_back_by_itself(tmp_path: Path) -> None:
    files = {"en/a.txt.j2": "a", "en/a.subject.j2": "a", "fr/b.txt.j2": "b", "fr/b.subject.j2": "b"}
    assert renderer(tmp_path, files).render("a", language="fr", values={}).language == "en"


@pytest.mark.id("T-06")
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("ar-EG", "rtl")])
def test_direction_follows_the_language_that_is_used(tmp_path: Path, language: str, direction: str) -> None:
    files = {
        f"{folder}/t.{part}.j2": "{{ dir }} {{ language }}"
        for folder in ("en", "ar", "he-IL")
        for part in ("subject", "txt")
    }
    assert renderer(tmp_path, files).render("t", language=language, values={}).subject.startswith(direction)


def test_templates_count_as_they_were_at_the_start_those_they_extend_too(tmp_path: Path) -> None:
    files = {"en/a.txt.j2": "{% extends 'base.txt.j2' %}", "base.txt.j2": "as it was", "en/a.subject.j2": "s"}
    made = renderer(tmp_path, files)
    (tmp_path / "base.txt.j2").write_text("as it is")
    (tmp_path / "en" / "a.txt.j2").unlink()
    assert made.render("a", language="en", values={}).text == "as it was\n"


def test_a_template_nobody_has_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"^en/absent\.txt\.j2: there is no such template"):
        shipped_renderer().render("absent", language="fr", values={})


# The result


def test_a_subject_is_one_line_whatever_the_template_does(tmp_path: Path) -> None:
    files = {"en/t.subject.j2": "\n a\r\n  {{ x }}\n", "en/t.txt.j2": "x"}
    assert renderer(tmp_path, files).render("t", language="en", values={"x": "b\nBcc: c"}).subject == "a b Bcc: c"


def test_a_template_without_html_gives_none(tmp_path: Path) -> None:
    files = {"en/t.subject.j2": "s", "en/t.txt.j2": "x"}
    assert renderer(tmp_path, files).render("t", language="en", values={}).html is None


def reply(**changed: Value) -> dict[str, Value]:
    return {
        "number": "1042735",
        "tag": "case",
        "brand": "Acme Support",
        "subject": "s",
        "text": "t",
        "by": "Dana",
        **changed,
    }
