"""An encrypted file comes back the same, and not at all when anything about it was changed."""

import io
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.store import streams
from app.store.streams import MAGIC, SealingWriter, open_blocks, seal

KEY, OTHER = bytes(range(32)), bytes(32)
HEAD = len(MAGIC) + 24
ADDED = 17


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a block be sixteen bytes, so that a short file has several."""
    monkeypatch.setattr(streams, "BLOCK", 16)
    return 16 + ADDED


def sealed(plain: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(plain), target, key)
    return target.getvalue()


def opened(stream: bytes, key: bytes = KEY) -> bytes:
    return b"".join(open_blocks(io.BytesIO(stream), key))


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=70), max_size=8))
def test_what_is_written_in_any_pieces_comes_back_the_same(pieces: list[bytes]):
    with pytest.MonkeyPatch.context() as here:
        here.setattr(streams, "BLOCK", 16)
        target = io.BytesIO()
        writer = SealingWriter(target, KEY)
        for piece in pieces:
            assert writer.write(piece) == len(piece)
        writer.finish()
        assert opened(target.getvalue()) == b"".join(pieces)


@pytest.mark.parametrize(
    "size", [0, 1, streams.BLOCK - 1, streams.BLOCK, streams.BLOCK + 1, 3 * streams.BLOCK]
)
def test_files_about_as_long_as_a_block_come_back_the_same(size: int):
    plain = bytes(size)
    assert opened(sealed(plain)) == plain


def test_nothing_of_a_file_shows_in_its_stream():
    assert b"E12345678" not in sealed(b"E12345678" * 100)
    assert sealed(b"same") != sealed(b"same")


def test_every_byte_counts(small_blocks: int):
    stream = sealed(bytes(40))
    for at in range(len(stream)):
        spoilt = stream[:at] + bytes([stream[at] ^ 1]) + stream[at + 1 :]
        with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
            opened(spoilt)


def test_a_stream_that_was_cut_off_anywhere_is_refused(small_blocks: int):
    stream = sealed(bytes(48))
    for length in range(len(stream)):
        with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
            opened(stream[:length])


def test_nothing_can_be_added_to_a_stream(small_blocks: int):
    stream = sealed(bytes(48))
    for added in (b"\0", stream[HEAD : HEAD + small_blocks], stream):
        with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
            opened(stream + added)


def test_blocks_cannot_be_swapped_repeated_or_left_out(small_blocks: int):
    stream = sealed(bytes(range(64)))
    edges = [*range(HEAD, len(stream), small_blocks), len(stream)]
    head, blocks = stream[:HEAD], [stream[a:b] for a, b in pairwise(edges)]
    assert len(blocks) == 4
    for order in ([1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 2, 3], [3], [0, 1, 2], [3, 0, 1, 2]):
        with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
            opened(head + b"".join(blocks[at] for at in order))


def test_a_block_of_another_stream_is_refused(small_blocks: int):
    one, other = sealed(bytes(64)), sealed(bytes(64))
    with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
        opened(one[: HEAD + small_blocks] + other[HEAD + small_blocks :])


def test_another_key_opens_nothing():
    with pytest.raises(UnusableInput, match=r"sealed\.damaged"):
        opened(sealed(b"plain"), OTHER)


def test_what_is_whole_before_the_damage_is_given_block_by_block(small_blocks: int):
    stream = sealed(bytes(range(64)))
    blocks = open_blocks(io.BytesIO(stream[:-1]), KEY)
    assert [next(blocks) for _ in range(3)] == [bytes(range(at, at + 16)) for at in (0, 16, 32)]
    with pytest.raises(UnusableInput):
        next(blocks)


class Endless(io.RawIOBase):
    """Gives so many zero bytes, and takes no room for them."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


class Counting(io.RawIOBase):
    """Counts what is written to it."""

    count = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.count += len(data)
        return len(data)


def test_a_long_file_takes_no_more_memory_than_a_short_one():
    tracemalloc.start()
    try:
        target = Counting()
        seal(Endless(64 * streams.BLOCK), target, KEY)  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 8 * streams.BLOCK
    finally:
        tracemalloc.stop()
    assert target.count == HEAD + 64 * (streams.BLOCK + ADDED)
