from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.desk.customer import FIELDS
from tests.cli.conftest import Desk

TWO = """\
customers:
  - {id: acme, name: ACME, plan: vip, policy: interaction-versa, domains: [acme.example], contacts: [joe@acme.example],
     notice_address: all@acme.example, timezone: America/Toronto, language: en, products: [voice], regions: [ca],
     contract: {from: 2026-01-01, until: 2027-12-31}, account_manager: max@support.example}
  - {id: globex, name: "=Globex", domains: [globex.example], contract: {until: 2026-11-18}}
"""
KEYS = (set(FIELDS) - {"contract_from", "contract_until"}) | {"contract"}


def write(desk: Desk, text: str, name: str = "c.yml") -> str:
    file = desk.folder / name
    file.write_text(text, "utf-8")
    return str(file)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.ok("customers", "import", write(desk, TWO), "--by", "Dana", "--reason", "the first ones")
    return desk


def test_an_empty_directory_says_so_and_is_an_empty_list_to_programs(desk: Desk) -> None:
    result = desk.run("customers", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "There is no customer yet." in result.stderr
    assert desk.json("customers", "list") == []
    assert desk.ok("customers", "export") == "customers: []\n"


def test_customers_are_brought_in_and_a_second_time_nothing_changes(desk: Desk) -> None:
    file = write(desk, TWO)
    done = desk.json("customers", "import", file)
    assert (done["added"], done["changed"], done["removed"], done["unchanged"]) == (2, 0, 0, 0)
    assert done["changes"][0] == {"id": "acme", "change": "added", "fields": []}
    again = desk.json("customers", "import", file)
    assert (again["added"], again["unchanged"], again["changes"]) == (0, 2, [])
    assert len(desk.json("customers", "show", "acme")["history"]) == 1


def test_a_dry_run_shows_each_change_and_makes_none(filled: Desk) -> None:
    changed = TWO.replace("plan: vip", "plan: reserve").replace("acme.example]", "acme.example, '*.acme.example']", 1)
    file = write(filled, changed + "  - {id: initech}\n")
    told = filled.ok("customers", "import", file, "--dry-run").splitlines()
    assert told == [
        "acme  changed",
        "    plan: vip -> reserve",
        "    domains: +*.acme.example",
        "initech  added",
        "Would be: 1 added, 1 changed, 1 unchanged.",
    ]
    assert [one["id"] for one in filled.json("customers", "list")] == ["acme", "globex"]
    found = filled.json("customers", "import", file, "--dry-run")
    assert found["dry_run"] is True
    assert found["changes"][0]["fields"][0] == {"field": "plan", "before": "vip", "after": "reserve"}
    assert found["changes"][0]["fields"][1]["after"] == ["acme.example", "*.acme.example"]
    assert filled.json("customers", "show", "acme")["plan"] == "vip"


def test_one_wrong_customer_keeps_all_out_and_every_complaint_comes_at_once(filled: Desk) -> None:
    good = write(filled, "id: fine\n", "fine.yml")
    bad = write(filled, "id: bad\nplan: x y\nnotice_address: [a@b.example, c@d.example]\n", "bad.yml")
    rows = "id,domains,contacts\nnew,acme.example,\nother,,JOE@acme.example\nnew2,n.example,\nnew3,n.example,\nw,x y,\n"
    table = write(filled, rows, "t.csv")
    result = filled.run("customers", "import", good, bad, table, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    problems = [
        (Path(one["file"]).name, one["line"], one["column"], one["message"])
        for one in json.loads(result.stderr)["problems"]
    ]
    assert problems == [
        ("bad.yml", 2, 7, '"plan" must be one word of letters, digits, hyphens, dots and underscores'),
        ("bad.yml", 3, 17, '"notice_address" must be one address, found 2'),
        ("t.csv", 2, 0, '"domains" acme.example of customer new belongs to customer acme already'),
        ("t.csv", 3, 0, '"contacts" joe@acme.example of customer other belongs to customer acme already'),
        ("t.csv", 5, 0, '"domains" n.example of customer new3 belongs to customer new2 already'),
        ("t.csv", 6, 0, '"domains[0]" must be the domain of mail addresses'),
    ]
    assert [one["id"] for one in filled.json("customers", "list")] == ["acme", "globex"]


def test_a_policy_that_is_not_there_is_refused(desk: Desk) -> None:
    result = desk.run("customers", "import", write(desk, "id: a\npolicy: standart\n"))
    assert result.exit_code == 3
    assert 'c.yml:2:9: "policy" is no policy that is there' in result.stderr
    assert 'did you mean "standard"?' in result.stderr


def test_a_domain_may_go_from_one_customer_to_another_in_one_import(filled: Desk) -> None:
    moved = "id,domains\nacme,\nglobex,acme.example; globex.example\n"
    filled.ok("customers", "import", write(filled, moved, "t.csv"))
    assert filled.json("customers", "show", "globex")["domains"] == ["acme.example", "globex.example"]
    assert filled.json("customers", "show", "acme")["contacts"] == ["joe@acme.example"]


def test_fields_that_fit_only_the_file_and_not_the_directory_are_refused(filled: Desk) -> None:
    result = filled.run("customers", "import", write(filled, "id,contract_until\nacme,2025-12-31\n", "t.csv"))
    assert result.exit_code == 3
    assert '"contract.until" is before the contract begins' in result.stderr


def test_prune_removes_who_is_not_named_and_never_everybody(filled: Desk) -> None:
    file = write(filled, "{id: acme, name: ACME}")
    told = filled.ok("customers", "import", file, "--prune", "--dry-run")
    assert "globex  removed" in told
    assert len(filled.json("customers", "list")) == 2
    filled.ok("customers", "import", file, "--prune")
    assert [one["id"] for one in filled.json("customers", "list")] == ["acme"]
    result = filled.run("customers", "import", write(filled, "customers: []"), "--prune")
    assert result.exit_code == 3
    assert "--prune would remove everybody" in result.stderr


@pytest.mark.id("T-08")
@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_what_is_exported_can_be_imported_without_a_change(filled: Desk, form: str) -> None:
    text = filled.ok("customers", "export", "--format", form)
    file = write(filled, text, f"out.{form}")
    assert filled.json("customers", "import", file)["unchanged"] == 2
    assert ('"\'=Globex"' in text) is (form == "csv")
    only = filled.ok("customers", "export", "globex", "--format", form)
    assert "acme.example" not in only
    filled.ok("customers", "import", write(filled, "{id: globex}", "less.yml"))
    filled.ok("customers", "import", file)
    assert filled.json("customers", "show", "globex")["name"] == "=Globex"


def test_export_for_programs_has_the_keys_that_were_promised(filled: Desk) -> None:
    first, _ = filled.json("customers", "export")
    assert set(first) == KEYS
    assert first["contract"] == {"from": "2026-01-01", "until": "2027-12-31"}
    assert filled.json("customers", "list")[0] == first


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["acme", "globex"]),
        (("--policy", "Interaction-Versa", "--plan", "VIP"), ["acme"]),
        (("--policy", "standard"), []),
        (("--region", "CA"), ["acme"]),
        (("--product", "Voice"), ["acme"]),
        (("--account-manager", "Max@support.example"), ["acme"]),
        (("--without-notice-address",), ["globex"]),
        (("--expired",), ["globex"]),
        (("--expired", "--plan", "vip"), []),
        (("--limit", "1"), ["acme"]),
    ],
)
def test_a_list_holds_those_for_whom_all_conditions_are_true(
    filled: Desk, words: tuple[str, ...], ids: list[str]
) -> None:
    assert [one["id"] for one in filled.json("customers", "list", *words)] == ids


def test_a_list_for_people_says_what_more_there_is(filled: Desk) -> None:
    result = filled.run("customers", "list", "--limit", "1")
    assert result.stdout.splitlines()[1].split("\t") == [
        "acme", "ACME", "interaction-versa", "vip", "2027-12-31", "all@acme.example",
    ]  # fmt: skip
    assert "The first 1 of 2" in result.stderr
    assert "No customer fits." in filled.run("customers", "list", "--plan", "x").stderr


def test_show_says_everything_and_what_happened_with_who_and_why(filled: Desk) -> None:
    told = filled.ok("customers", "show", "globex")
    assert "until 2026-11-18  (not valid today)" in told
    assert "America/Toronto (ours)" in told
    assert "the first ones, by Dana)" in told
    shown = filled.json("customers", "show", "acme")
    more = {"entitled", "note", "notice_address_confirmed", "notice_address_asked", "newsletters_left", "history"}
    assert set(shown) == KEYS | more
    assert shown["entitled"] is True
    [line] = shown["history"]
    assert (line["by"], line["what"], line["at"]) == ("Dana", "added", "2026-11-19T09:12:00Z")
    assert line["because"].endswith("c.yml: the first ones")


@pytest.mark.parametrize("words", [("show", "acne"), ("set", "acne", "plan=vip"), ("export", "acme", "acne")])
def test_a_customer_that_is_not_there_is_told_with_the_one_that_was_meant(filled: Desk, words: tuple[str, ...]) -> None:
    result = filled.run("customers", *words)
    assert result.exit_code == 3
    assert 'there is no customer acne: did you mean "acme"?' in result.stderr


def test_set_changes_fields_checked_as_a_file_is_and_keeps_the_history(filled: Desk) -> None:
    words = ("plan=Reserve", "domains+=*.acme.example; new.example", "contacts-=JOE@acme.example", "contract.until=")
    told = filled.ok("customers", "set", "acme", *words, "--by", "Dana", "--reason", "they moved")
    assert told.splitlines() == [
        "acme  changed",
        "    plan: vip -> reserve",
        "    domains: +*.acme.example +new.example",
        "    contacts: -joe@acme.example",
        "    contract_until: 2027-12-31 -> (none)",
    ]
    shown = filled.json("customers", "show", "acme")
    assert (shown["plan"], shown["contacts"], shown["contract"]["until"]) == ("reserve", [], None)
    assert shown["history"][-1]["because"] == "set by Dana: they moved"
    assert filled.ok("customers", "set", "acme", "plan=reserve") == "Nothing changes: it is so already.\n"
    assert len(filled.json("customers", "show", "acme")["history"]) == 2


def test_a_dry_run_of_set_changes_nothing(filled: Desk) -> None:
    done = filled.json("customers", "set", "acme", "plan=reserve", "--dry-run")
    assert done == {
        "id": "acme",
        "dry_run": True,
        "fields": [{"field": "plan", "before": "vip", "after": "reserve"}],
    }
    assert filled.json("customers", "show", "acme")["plan"] == "vip"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("plan=gold",), 3, 'customer acme: "plan" is no plan of the policy interaction-versa'),
        (("plan=two words",), 3, '"plan" must be one word'),
        (("notice_address=a@x.example,b@x.example", "--reason", "x"), 3, "ask the customer for a distribution list"),
        (("domains+=globex.example",), 3, "globex.example of customer acme belongs to customer globex already"),
        (("contacts-=ann@acme.example",), 3, "contacts has no ann@acme.example: it is joe@acme.example"),
        (("plan+=vip",), 3, "plan is one value: set it with plan=..."),
        (("contract_until=2025-01-01",), 3, "is before the contract begins"),
        (("timezone=Mars/Olympus",), 3, '"timezone" must be a name of the IANA'),
        (("plan",), 2, "plan: must be FIELD=VALUE"),
        (("notice_address=x@elsewhere.example",), 2, "give --reason for another notice_address"),
        (("plan=vip", "Notice-Address=", "--reason", " ", "--dry-run"), 2, "give --reason for another notice_address"),
        (("id=other",), 2, "the id of a customer is never changed"),
        (("polcy=ice",), 2, 'did you mean "policy"?'),
        ((), 2, "Missing argument"),
    ],
)
def test_set_refuses_what_a_file_may_not_say_either(filled: Desk, words: tuple[str, ...], code: int, told: str) -> None:
    before = filled.json("customers", "show", "acme")
    result = filled.run("customers", "set", "acme", *words)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.split())
    assert filled.json("customers", "show", "acme") == before


def test_check_says_what_is_doubtful_and_is_red_only_for_what_will_not_be_done(filled: Desk) -> None:
    result = filled.run("customers", "check")
    assert result.exit_code == 0
    assert "globex: warning: the contract ended on 2026-11-18" in result.stdout
    assert "2 customers: 0 mistakes, 3 warnings." in result.stdout
    settings = filled.settings_file.read_text("utf-8")
    filled.settings_file.write_text(settings.replace("support@support.example", "all@acme.example"), "utf-8")
    result = filled.run("customers", "check", "--json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert (found["ok"], found["customers"]) == (False, 2)
    assert [(one["customer"], one["field"]) for one in found["findings"] if one["serious"]] == [
        ("acme", "notice_address")
    ]


@pytest.mark.parametrize("address", ["support@support.example", "Support+list@support.example", "news@support.example"])
def test_nobody_is_told_of_outages_at_an_address_of_our_own(filled: Desk, address: str) -> None:
    settings = filled.settings_file.read_text("utf-8")
    filled.settings_file.write_text(
        settings.replace("support:\n", "support:\n  newsletters: news@support.example\n"), "utf-8"
    )
    for name, text, place in (
        ("o.yml", f"id: other\nname: Other\nnotice_address: {address}\n", "o.yml:3:17"),
        ("o.csv", f"id,name,notice_address\nother,Other,{address}\n", "o.csv:2"),
    ):
        result = filled.run("customers", "import", write(filled, text, name))
        assert result.exit_code == 3
        assert f'{place}: "notice_address" {address} is an address of our own' in result.stderr
        assert "name the customer's own address" in result.stderr
    assert filled.run("customers", "set", "acme", f"notice_address={address}", "--reason", "x").exit_code == 3


def test_an_address_that_became_ours_keeps_no_other_change_back(filled: Desk) -> None:
    settings = filled.settings_file.read_text("utf-8")
    filled.settings_file.write_text(settings.replace("support@support.example", "all@acme.example"), "utf-8")
    filled.ok("customers", "set", "acme", "language=fr")


def test_check_names_a_policy_that_went_away(filled: Desk) -> None:
    policies = filled.settings_file.parent / "policies"
    policies.mkdir()
    standard = Path(__file__).parents[2] / "config" / "policies" / "standard.yml"
    (policies / "standard.yml").write_bytes(standard.read_bytes())
    result = filled.run("customers", "check")
    assert result.exit_code == 3
    assert "acme: policy interaction-versa is no policy that is there" in result.stdout


@pytest.mark.id("P36")
def test_what_a_name_holds_reaches_a_terminal_as_an_escape(desk: Desk) -> None:
    result = desk.run("customers", "import", write(desk, 'id: a\nname: "x\\u001b[31m"\n'))
    assert result.exit_code == 3
    assert "\x1b" not in result.output
