"""Write docs/reference/rule-codes.md out of the codes themselves: ``python -m tests.rules.write_codes``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gateway.rules.rulebook.code import FAMILIES, Code, Part
from gateway.rules.rulebook.codes import ALL_CODES

FILE = Path(__file__).parents[2] / "docs" / "reference" / "rule-codes.md"
HEAD = """\
# Codes of complaints

What `gateway rules lint` says, and `gateway config check` and `gateway reload` where it is about rules. Written by
`python -m tests.rules.write_codes`; `gateway help E101` shows the same.

Codes that begin with E are errors: the files are not taken, and what was in force stays. Codes that begin with W are
warnings: the files are taken, and are hardly meant so. `gateway rules lint --strict` exits 3 for them too. A code keeps
its meaning for ever and is never used again.
"""


def codes_page() -> str:
    """Return the whole document."""
    text = HEAD + "".join(f"{line}\n" for line in _lines())
    return text.replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def _lines() -> Iterator[str]:
    for family, about in FAMILIES.items():
        codes = [one for one in ALL_CODES if one.code.startswith(family)]
        yield from ("", f"## {about}", "")
        for one in codes:
            yield f"- [{one.code} {one.title}](#{one.code.lower()})"
        for one in codes:
            yield from _code(one)


def _code(one: Code) -> Iterator[str]:
    yield from ("", f'### <a id="{one.code.lower()}"></a>{one.code} {one.title}', "", one.says, "")
    if not one.right:
        yield from (f"Look for it with `{one.wrong}`.", "")
    elif one.part is Part.NAME:
        yield from (f"Wrong: `{one.wrong}`. Right: `{one.right}`.", "")
    else:
        where = f" ({one.part.value})" if "." in one.part.value else ""
        yield from (
            f"Wrong{where}:",
            "",
            "```yaml",
            one.wrong,
            "```",
            "",
            "Right:",
            "",
            "```yaml",
            one.right,
            "```",
            "",
        )
    if one.see:
        named = (f"[{name}](#{name.lower()})" if name[0] in "EW" else f"`{name}`" for name in one.see)
        yield f"See also {', '.join(named)}."


if __name__ == "__main__":
    FILE.write_text(codes_page(), encoding="utf-8")
