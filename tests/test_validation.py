"""Messages of the check itself, on models of its own: nested lists, aliases, unions, checks of a whole."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, model_validator

from gateway.errors import ConfigError
from gateway.validation import STRICT, Complaint, Complaints, complain, did_you_mean, dotted, known_keys, validate
from gateway.yamlfile import read_text


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def even(value: int) -> int:
    if value % 2:
        raise complain("must be even", "add one")
    return value


class Inner(BaseModel):
    model_config = STRICT

    name: str = Field(alias="from")
    colours: tuple[Colour, ...] = ()
    size: Annotated[int, Field(gt=0, lt=10), AfterValidator(even)] = 2
    ratio: float = 1.0


class Other(BaseModel):
    model_config = STRICT

    kind: Literal["other"]
    weight: int


class Outer(BaseModel):
    model_config = STRICT

    many: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = Field(default_factory=dict)
    one: Inner | Other | None = None
    pair: Annotated[list[str], Field(max_length=2)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check(self, info: ValidationInfo) -> Outer:
        if info.context == "refuse":
            raise Complaints(Complaint("is refused", at=("many", 0)), Complaint("is refused too"))
        if info.context == "plain":
            raise ValueError("Not today")
        return self


def complaints(text: str, *, context: object = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        validate(read_text(text, "f"), Outer, context=context)
    return [str(one) for one in caught.value.problems]


def test_lists_fill_tuples_and_words_fill_enums() -> None:
    outer = validate(read_text("many: [{from: a, colours: [red, green]}]", "f"), Outer)
    assert outer.many[0].colours == (Colour.RED, Colour.GREEN)


def test_whole_numbers_fill_fractions_and_never_the_other_way() -> None:
    assert validate(read_text("many: [{from: a, ratio: 2}]", "f"), Outer).many[0].ratio == 2.0
    assert complaints("many: [{from: a, size: 2.0}]") == ['f:1:24: "many[0].size" must be a whole number']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("man: []", 'f:1:1: unknown key "man"\n  hint: did you mean "many"?'),
        ("zzz: []", 'f:1:1: unknown key "zzz"\n  hint: known here: many, by_name, one, pair'),
        ("many: [{form: a, from: b}]", 'f:1:9: unknown key "many[0].form"\n  hint: did you mean "from"?'),
        ("by_name: {x: {from: a, siz: 1}}", 'f:1:24: unknown key "by_name.x.siz"\n  hint: did you mean "size"?'),
        ("many: [{colours: []}]", 'f:1:8: "many[0].from" is missing'),
        ("by_name:\n  x:\n    size: 2\n", 'f:2:3: "by_name.x.from" is missing'),
        ("many: [{from: 1}]", 'f:1:15: "many[0].from" must be text\n  hint: put it in quotes'),
        ("many: [{from: [1]}]", 'f:1:15: "many[0].from" must be text'),
        ("many: [{from: ~}]", 'f:1:15: "many[0].from" has no value\n  hint: give one, or remove the line'),
        ("many: {from: a}", 'f:1:1: "many" must be a list'),
        ("many: [{from: a, size: 3}]", 'f:1:24: "many[0].size" must be even\n  hint: add one'),
        ("many: [{from: a, size: 0}]", 'f:1:24: "many[0].size" must be more than 0'),
        ("many: [{from: a, size: 10}]", 'f:1:24: "many[0].size" must be less than 10'),
        ("many: [{from: a, ratio: x}]", 'f:1:25: "many[0].ratio" must be a number\n  hint: write the bare number'),
        (
            "many: [{from: a, colours: [rde]}]",
            'f:1:28: "many[0].colours[0]" must be red or green\n  hint: did you mean "red"?',
        ),
        ("pair: [a, b, c]", 'f:1:7: "pair" must have at most 2 entries'),
        ("by_name: [1]", 'f:1:10: "by_name" must be a mapping of keys to values'),
        ('"a\\nb": 1', 'f:1:1: unknown key "a\\u000ab"\n  hint: known here'),
    ],
)
def test_what_is_said_of_a_wrong_value(text: str, said: str) -> None:
    (one,) = complaints(text)
    assert one.startswith(said)


def test_every_member_of_a_union_says_what_it_lacks_at_the_same_place() -> None:
    assert complaints("one: {kind: other}") == [
        'f:1:1: "one.from" is missing',
        'f:1:1: "one.weight" is missing',
        'f:1:7: unknown key "one.kind"\n  hint: known here: from, colours, size, ratio, weight',
    ]


def test_a_check_of_the_whole_names_what_it_is_about() -> None:
    assert complaints("many: [{from: a}]", context="refuse") == [
        "f:1:1: the file is refused too",
        'f:1:8: "many[0]" is refused',
    ]
    assert complaints("pair: []", context="plain") == ["f:1:1: the file not today"]


def test_values_are_never_repeated() -> None:
    said = complaints(
        "many: [{from: [canary], size: canary, colours: [canary], ratio: canary}, canary]\npair: canary\n"
    )
    assert len(said) == 6
    assert "canary" not in "".join(said)


def test_known_keys_are_found_through_lists_mappings_and_unions() -> None:
    assert known_keys(Outer, ()) == ("many", "by_name", "one", "pair")
    assert known_keys(Outer, ("many", 3)) == ("from", "colours", "size", "ratio")
    assert known_keys(Outer, ("by_name", "x")) == ("from", "colours", "size", "ratio")
    assert known_keys(Outer, ("one",)) == ("from", "colours", "size", "ratio", "kind", "weight")
    assert known_keys(Outer, ("pair",)) == ()
    assert known_keys(Outer, ("absent", "x")) == ()


def test_a_suggestion_does_not_mind_the_case() -> None:
    assert did_you_mean("URGNT", ["urgent", "low"]) == 'did you mean "urgent"?'
    assert did_you_mean("xyz", ["urgent", "low"]) == ""


def test_a_path_is_written_as_people_name_it() -> None:
    assert dotted(("imap", "sales", "port")) == "imap.sales.port"
    assert dotted(("a", 0, "b", 2)) == "a[0].b[2]"
    assert dotted(()) == ""
