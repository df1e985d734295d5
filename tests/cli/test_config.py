from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SETTINGS, Desk


def test_settings_in_order_pass_the_check(desk: Desk) -> None:
    assert desk.json("config", "check") == {"ok": True, "problems": [], "warnings": []}
    assert "is in order; mode live" in desk.ok("config", "check")


def test_the_check_shows_every_mistake_with_its_line_and_a_caret(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "smtp:\n  lsiten: 127.0.0.1:2525\n  connections: many\n")
    result = desk.run("config", "check")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith(f"{desk.settings_file}:7:3: "))
    assert lines[first + 1] == "      lsiten: 127.0.0.1:2525"
    assert lines[first + 2] == "      ^"
    assert "listen" in lines[first + 3]
    assert f"{desk.settings_file}:8:16: " in result.stdout
    assert "2 mistakes." in result.stdout


def test_the_check_as_json_has_every_mistake_and_exits_3(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "tag: 'not a tag'\nmood: good\n")
    result = desk.run("config", "check", "--json")
    assert result.exit_code == 3
    import json

    told = json.loads(result.stdout)
    assert told["ok"] is False
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(6, 6), (7, 1)]
    assert set(told["problems"][0]) == {"file", "line", "column", "code", "message", "hint"}


def store_at(desk: Desk, directory: Path) -> str:
    """Name the store's folder in the file; return the line of its mistake as it is said."""
    desk.environ.pop("GATEWAY_STORE__DIRECTORY", None)
    desk.settings_file.write_text(f"{SETTINGS}store:\n  directory: {directory}\n")
    result = desk.run("config", "check")
    assert result.exit_code == 3
    (line,) = [line for line in result.stdout.splitlines() if line.startswith(f"{desk.settings_file}:7:14: ")]
    return line.partition(": ")[2]


def test_a_store_folder_that_nobody_can_make_is_a_mistake_at_its_place(desk: Desk) -> None:
    file = desk.folder / "file"
    file.write_text("")
    said = store_at(desk, file / "deep" / "store")
    assert said == f'"store.directory" {file}/deep/store: the store\'s folder cannot be made: {file} is no folder'
    assert "is there and is not a folder" in store_at(desk, file)


def test_a_store_folder_that_is_a_link_or_open_to_others_is_a_mistake_at_its_place(desk: Desk) -> None:
    link = desk.folder / "link"
    link.symlink_to(desk.store)
    assert "is a link or no folder" in store_at(desk, link)
    desk.store.chmod(0o777)
    assert "may be written by everybody" in store_at(desk, desk.store)


def test_a_store_folder_this_user_cannot_make_is_a_mistake_and_none_is_made(desk: Desk) -> None:
    assert "/proc/sys" in store_at(desk, Path("/proc/sys/casegate"))  # nobody may write there, not even root


def test_from_the_environment_the_variable_is_named(desk: Desk) -> None:
    desk.environ["GATEWAY_STORE__DIRECTORY"] = "/proc/sys/casegate"
    result = desk.run("config", "check")
    assert result.exit_code == 3
    assert 'GATEWAY_STORE__DIRECTORY: "store.directory" /proc/sys/casegate: ' in result.stdout


def test_the_check_makes_no_folder(bare_desk: Desk) -> None:
    assert bare_desk.run("config", "check").exit_code == 0
    assert not bare_desk.store.exists()


@pytest.mark.id("R-10")
@pytest.mark.parametrize(
    "lines",
    [
        "relay: {url: 'smtp://u:hunter2@relay.example', colour: red}\n",
        "relay:\n  url: 'ftp://u:hunter2@relay.example'\n",
        "relay:\n  password: [hunter2]\n",
        "imap:\n  sales: {host: imap.example, user: s, password: hunter2, port: many}\n",
        "relay:\n  password:\n    hunter2: 1\n",
    ],
)
def test_a_line_that_may_hold_a_secret_is_never_shown(desk: Desk, lines: str) -> None:
    desk.settings_file.write_text(SETTINGS + lines)
    result = desk.run("config", "check")
    assert result.exit_code == 3
    assert "hunter2" not in result.output
    assert "hunter2" not in desk.run("config", "check", "--json").output


@pytest.mark.id("R-10")
def test_shown_settings_hold_no_secret(desk: Desk) -> None:
    desk.environ["GATEWAY_RELAY__URL"] = "smtps://ann:hunter2@relay.example"
    for words in (("config", "show"), ("config", "show", "--origin"), ("config", "show", "--json")):
        told = desk.ok(*words)
        assert "hunter2" not in told
        assert "smtps://ann:********@relay.example" in told


def test_show_says_where_each_value_comes_from(desk: Desk) -> None:
    desk.environ["GATEWAY_MODE"] = "hold"
    found = desk.json("config", "show")
    assert found["mode"] == {"value": "hold", "origin": "environment GATEWAY_MODE"}
    assert found["brand"] == {"value": "Example Support", "origin": f"{desk.settings_file}:2:8"}
    assert found["language"]["origin"] == "default"
    lines = desk.ok("config", "show", "--origin").splitlines()
    assert lines[0].split("\t") == ["Key", "Value", "From"]
    assert "mode\thold\tenvironment GATEWAY_MODE" in lines


def test_a_config_folder_on_the_line_goes_before_the_environment(desk: Desk) -> None:
    other = desk.folder / "other"
    other.mkdir()
    (other / "gateway.yml").write_text("brand: Other\nsupport: {addresses: [a@b.example]}\n")
    assert desk.json("-C", str(other), "config", "show")["brand"]["value"] == "Other"
    assert desk.json("config", "show", "--config", str(other))["brand"]["value"] == "Other"


def test_a_mistake_in_the_links_is_found_too(desk: Desk) -> None:
    (desk.settings_file.parent / "links.yml").write_text("topics: 7\n")
    result = desk.run("config", "check")
    assert result.exit_code == 3
    assert "links.yml:1:" in result.stdout


def test_a_warning_is_shown_and_is_no_mistake(desk: Desk) -> None:
    desk.environ["GATEWAY_RELAY__URL"] = "smtps://relay.example"
    desk.environ["GATEWAY_RELAY__CERTIFICATE_CHECK"] = "false"
    assert "warning: " in desk.ok("config", "check")
    assert desk.json("config", "check")["warnings"]


def test_links_that_cannot_be_read_are_a_mistake(desk: Desk) -> None:
    (desk.settings_file.parent / "links.yml").write_bytes(b"\xff\xfe\x00")
    result = desk.run("config", "check")
    assert result.exit_code == 3
    assert "links.yml" in result.stdout


def test_a_folder_without_settings_is_a_mistake_without_a_line(desk: Desk) -> None:
    result = desk.run("-C", str(desk.folder), "config", "check")
    assert result.exit_code == 3
    assert "there is no" in result.stdout


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("CB", '"country" is refused: "CB" is no country whose holidays are known'),
        ("CA-XX", '"country" is refused: "CA-XX" is no region whose holidays are known'),
    ],
)
def test_a_country_nobody_knows_is_a_mistake_at_its_place_and_nothing_starts(
    desk: Desk, country: str, said: str
) -> None:
    desk.settings_file.write_text(f"{SETTINGS}country: {country}\n")
    result = desk.run("config", "check")
    assert result.exit_code == 3
    assert f"{desk.settings_file}:6:10: {said}" in result.stdout
    started = desk.run("customers", "check")
    assert started.exit_code == 3
    assert said in started.stderr


def test_a_country_that_is_known_is_shown_with_its_origin(desk: Desk) -> None:
    desk.settings_file.write_text(f"{SETTINGS}country: CA-ON\n")
    assert desk.json("config", "check")["ok"] is True
    shown = desk.json("config", "show")["country"]
    assert shown == {"value": "CA-ON", "origin": f"{desk.settings_file}:6:10"}


def test_the_schemas_there_are_can_be_listed(desk: Desk) -> None:
    assert desk.ok("config", "schema").splitlines()[2].split("\t")[:2] == ["policy", "policies/*.yml"]
    told = desk.json("config", "schema")
    files = ["gateway", "policy", "calendars", "team", "monitors", "links", "customers", "rules", "sections"]
    assert list(told) == files
    assert told["team"]["for"] == "team.yml"


def test_a_schema_is_printed_as_it_is_shipped(desk: Desk) -> None:
    shipped = Path(__file__).parents[2] / "config/schemas/links.json"
    assert desk.ok("config", "schema", "links") == shipped.read_text()
    assert "Invalid value" in desk.run("config", "schema", "linkz").stderr


def test_schemas_are_written_into_a_folder_one_or_all_and_written_again(desk: Desk) -> None:
    folder = desk.folder / "new" / "schemas"
    desk.ok("config", "schema", "team", "--output", str(folder))
    assert [file.name for file in folder.iterdir()] == ["team.json"]
    (folder / "team.json").write_text((folder / "team.json").read_text() + "\n\n")
    desk.ok("config", "schema", "--output", str(folder))
    assert len(list(folder.glob("*.json"))) == 9
    assert not (folder / "team.json").read_text().endswith("\n\n")


def test_a_file_of_somebody_else_is_not_written_over_and_then_none_is(desk: Desk) -> None:
    (desk.folder / "links.json").write_text('{"mine": true}')
    result = desk.run("config", "schema", "--output", str(desk.folder))
    assert result.exit_code == 3
    assert "links.json is there and was not written by this command" in result.stderr
    assert not (desk.folder / "team.json").exists()
    desk.ok("config", "schema", "--output", str(desk.folder), "--force")
    assert "mine" not in (desk.folder / "links.json").read_text()


def test_a_folder_that_cannot_be_written_is_said(desk: Desk) -> None:
    (desk.folder / "file").write_text("")
    result = desk.run("config", "schema", "--output", str(desk.folder / "file" / "in"))
    assert result.exit_code == 3
    assert "Not a directory" in result.stderr
