from collections.abc import Iterator
from typing import BinaryIO
from translation_jobs.exchange.memory_units import MemoryUnit
def read_tmx(stream: BinaryIO) -> Iterator[MemoryUnit]:
    yield from ()
