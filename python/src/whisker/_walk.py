from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from ._formats import REFUSED, TAKEN

MAX_NAME = 1000
# What systems, network drives and archives leave in folders: copies, or thrown away.
LITTER = frozenset((
    "@eadir", "@tmp", "@recycle", "@recently-snapshot", "#recycle", "#snapshot", "$recycle.bin", "recycler",
    "system volume information", "__macosx", "lost+found", "network trash folder", "temporary items",
    "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r",
))


@dataclass(frozen=True)
class Found:
    path: str
    #: What the task will be called: the path below the folder that was named, with `/`.
    name: str
    #: Why it is not sent, where it is a picture that is not taken.
    refusal: str | None = None


def walk(roots: list[str]) -> Iterator[Found]:
    """Pictures by their endings, in the order of names. A file that is named itself is taken whatever its ending is."""
    for root in roots:
        if os.path.isdir(root):
            yield from _folder(root, "", ())
        else:
            os.stat(root)
            yield Found(root, _short(os.path.basename(root)))


def _folder(path: str, prefix: str, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    stat = os.stat(path)
    here = (stat.st_dev, stat.st_ino)
    # A link to a folder above it: going on would never end.
    if here in above:
        return
    with os.scandir(path) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() in LITTER:
            continue
        name = prefix + entry.name
        if entry.is_dir():
            yield from _folder(entry.path, f"{name}/", (*above, here))
            continue
        ending = os.path.splitext(entry.name)[1].lower()
        if ending in TAKEN or ending in REFUSED:
            yield Found(entry.path, _short(name), REFUSED.get(ending))


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME else "…" + name[1 - MAX_NAME :]
