import os
import struct
import zlib

import pytest
from whisker import Project, Whisker

FORM = {
    "input_spec": [{"name": "picture", "type": "image", "required": True}],
    "output_spec": [{"name": "animal", "type": "radio", "options": [{"value": "cat", "label": "Cat"}, {"value": "dog", "label": "Dog"}]}],
}


@pytest.fixture(scope="session")
def whisker():
    url, key = os.environ.get("WHISKER_URL"), os.environ.get("WHISKER_KEY")
    if not url or not key:
        pytest.exit("These tests need the real service: run `npm test -- e2e/python`.", returncode=2)
    with Whisker(url, key) as client:
        yield client


@pytest.fixture
def project(whisker) -> Project:
    return whisker.projects.create("What animal is this?", **FORM)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(shade: int, side: int = 40) -> bytes:
    """A picture whose bytes are told by its shade."""
    rows = b"".join(b"\0" + bytes((shade + x * y) % 256 for x in range(side)) for y in range(side))
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")
