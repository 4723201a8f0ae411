"""Pictures kept on the disk, shared by all processes of a host, in at most as much room as they are given.

There are two generations. What is drawn goes into the younger; when that fills half of the room it becomes the older,
and the older one is forgotten whole. What is asked for again from the older is taken over. So nothing is ever listed or
sorted, and what nobody asks for goes by itself. Keys carry the registers' versions, so nothing kept is ever wrong.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.conf import settings

_YOUNG, _OLD, _SIZE = "young", "old", "size"
_BLOCK: Final = 4096


class PictureCache:
    """Files by KEY, hexadecimal digits. A full or unwritable disk means that nothing is kept."""

    def __init__(self, folder: Path, room: int) -> None:
        self.folder, self.room = folder, room

    def read(self, key: str) -> bytes | None:
        if not self.room:
            return None
        with suppress(OSError):
            return self._file(_YOUNG, key).read_bytes()
        with suppress(OSError):
            content = self._file(_OLD, key).read_bytes()
            self.write(key, content)
            return content
        return None

    def write(self, key: str, content: bytes) -> None:
        if not self.room or len(content) * 4 > self.room:
            return
        with suppress(OSError):
            file = self._file(_YOUNG, key)
            file.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=file.parent, delete=False) as draft:
                try:
                    draft.write(content)
                    draft.flush()
                    os.replace(draft.name, file)  # noqa: PTH105 - a reader sees the whole file or none
                except OSError:
                    os.unlink(draft.name)  # noqa: PTH108
                    raise
            self._counted(len(content))

    def _counted(self, length: int) -> None:
        """The size of a file of marks is the number of blocks in use: processes add to it without a lock."""
        with (self.folder / _YOUNG / _SIZE).open("ab") as marks:
            marks.write(b"." * -(-length // _BLOCK))
            filled = marks.tell() * _BLOCK
        if filled * 2 > self.room:
            self._aged()

    def _aged(self) -> None:
        leaving = self.folder / f"leaving-{os.getpid()}-{os.urandom(4).hex()}"
        with suppress(OSError):
            os.rename(self.folder / _OLD, leaving)  # noqa: PTH104
        with suppress(OSError):
            os.rename(self.folder / _YOUNG, self.folder / _OLD)  # noqa: PTH104 - one of two processes succeeds
        shutil.rmtree(leaving, ignore_errors=True)

    def _file(self, generation: str, key: str) -> Path:
        return self.folder / generation / key[:2] / key


def pictures() -> PictureCache:
    return PictureCache(settings.MAP_CACHE, settings.MAP_CACHE_BYTES)
