"""Put the paragraphs of ``format=flowed`` text together again (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, del_sp: bool = False) -> str:
    """Join lines that end in a space with the next of the same quote depth; ``del_sp`` takes that space away."""
    done: list[str] = []
    open_depth, pieces = -1, [""]
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")  # space-stuffing, section 4.4
        flows = content.endswith(" ") and content != "-- "  # the signature mark is fixed, section 4.3
        if open_depth >= 0 and (depth != open_depth or content == "-- "):
            done.append(_line(open_depth, pieces))
            open_depth = -1
        if open_depth < 0:
            pieces = []
        pieces.append(content[:-1] if flows and del_sp else content)
        open_depth = depth
        if not flows:
            done.append(_line(open_depth, pieces))
            open_depth = -1
    if open_depth >= 0:
        done.append(_line(open_depth, pieces))
    return "\n".join(done)


def _line(depth: int, pieces: list[str]) -> str:
    text = "".join(pieces)
    text = text if text == "-- " else text.rstrip(" ")
    return f"{'>' * depth} {text}" if depth and text else ">" * depth + text
