from __future__ import annotations

from collections.abc import Iterator

import httpx


def lines_of(response: httpx.Response) -> Iterator[str]:
    """The lines of an answer, which end with a line feed and nothing else.

    `iter_lines` and `splitlines` also end them where a text in JSON has U+2028 or U+0085.
    """
    rest = b""
    for piece in response.iter_bytes():
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode() for line in lines if line)
    if rest:
        yield rest.decode()
