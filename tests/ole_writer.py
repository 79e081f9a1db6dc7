"""Write OLE compound files for tests, straight from the specification.

Version 3: sectors of 512 bytes, a header with room for 109 sectors of the allocation
table, streams under 4096 bytes in the mini stream. Nothing here comes from a reader.

[MS-CFB] Compound File Binary File Format, Microsoft, version 12.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTOR, MINI_SECTOR, MINI_CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, NOTHING = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT, BLACK = 1, 2, 5, 1


@dataclass
class _Entry:
    """A line of the directory."""

    name: str
    kind: int
    start: int = END
    size: int = 0
    left: int = NOTHING
    right: int = NOTHING
    child: int = NOTHING

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.kind,
            BLACK,
            self.left,
            self.right,
            self.child,
            bytes(16),
            0,
            0,
            0,
            self.start,
            self.size,
        )


@dataclass
class _Sectors:
    """Sectors of one size with the chain that joins them."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append content as a chain; return its first sector."""
        first, count = len(self.chain), -(-len(content) // self.size)
        if not count:
            return END
        self.data += content.ljust(count * self.size, b"\0")
        self.chain += [*range(first + 1, first + count), END]
        return first


def container(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of streams; ``storage/stream`` puts one in a storage."""
    big, mini = _Sectors(SECTOR), _Sectors(MINI_SECTOR)
    entries = [_Entry("Root Entry", ROOT)]
    tree: dict[str, list[int]] = {"": []}
    storages: dict[str, int] = {}
    for path, content in streams.items():
        storage, _, name = path.rpartition("/")
        if storage not in tree:
            storages[storage] = len(entries)
            tree[""].append(len(entries))
            tree[storage] = []
            entries.append(_Entry(storage, STORAGE))
        sectors = mini if len(content) < MINI_CUTOFF else big
        start = sectors.add(content)
        tree[storage].append(len(entries))
        entries.append(_Entry(name, STREAM, start, len(content)))
    for storage, members in tree.items():
        parent = entries[storages[storage]] if storage else entries[0]
        members.sort(key=lambda at: _order(entries[at].name))
        parent.child = _balanced(entries, members)
    entries[0].start, entries[0].size = big.add(bytes(mini.data)), len(mini.data)
    mini_fat = _table(mini.chain)
    mini_start = big.add(mini_fat)
    unused = _Entry("", 0, start=0)
    entries += [unused] * (-len(entries) % 4)
    directory = big.add(b"".join(entry.packed() for entry in entries))
    return _assembled(big, directory, mini_start, len(mini_fat) // SECTOR)


def _assembled(
    big: _Sectors, directory: int, mini_start: int, mini_sectors: int
) -> bytes:
    count = 0
    while count * SECTOR // 4 < len(big.chain) + count:
        count += 1
    assert count <= 109, "a table of that size needs more than the header"
    places = range(len(big.chain), len(big.chain) + count)
    fat = _table([*big.chain, *[FAT_SECTOR] * count])
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII109I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        0,
        0,
        count,
        directory,
        0,
        MINI_CUTOFF,
        mini_start,
        mini_sectors,
        END,
        0,
        *places,
        *[FREE] * (109 - count),
    )
    return header + bytes(big.data) + fat


def _table(chain: list[int]) -> bytes:
    filled = [*chain, *[FREE] * (-len(chain) % (SECTOR // 4))]
    return struct.pack(f"<{len(filled)}I", *filled)


def _order(name: str) -> tuple[int, str]:
    return len(name), name.upper()


def _balanced(entries: list[_Entry], members: list[int]) -> int:
    if not members:
        return NOTHING
    middle = len(members) // 2
    entry = entries[members[middle]]
    entry.left = _balanced(entries, members[:middle])
    entry.right = _balanced(entries, members[middle + 1 :])
    return members[middle]
