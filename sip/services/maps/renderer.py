"""A process that answers requests of WMS and WFS with MapServer; run by the distribution's Python, as its binding is.

Only the standard library and mapscript. Messages come on standard input, a socket, and are answered there: the lengths
of a JSON head and of a body, then both. When the other end is gone, however it ended, so is this process: at once while
it waits, within the limit of a request while it draws.
"""

import json
import os
import re
import resource
import signal
import socket
import struct
import sys
from typing import Any

import mapscript

LENGTHS = struct.Struct(">II")
MEMORY = 2_000_000_000
# Nothing here writes files; what maps are made of is kept in memory, in files without a name.
LARGEST_FILE = 1_000_000
_PLACE = re.compile(r"\{file:([\w.-]+)\}")

Head = dict[str, Any]


class Maps:
    """Maps as they were read, each copied for a request: MapServer changes what it draws from."""

    def __init__(self) -> None:
        self.maps: dict[str, Any] = {}
        self.sources: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
        self.files: dict[str, str] = {}

    def load(self, name: str, given: dict[str, Any]) -> None:
        text = _PLACE.sub(lambda found: self._file(given["files"][found[1]]), given["text"])
        self.maps[name] = mapscript.fromstring(text)
        self.sources[name] = given["sources"], {**given["sources"], **given["on_day"]}

    def _file(self, content: str) -> str:
        if content not in self.files:
            descriptor = os.memfd_create("map")
            os.write(descriptor, content.encode())
            self.files[content] = f"/proc/self/fd/{descriptor}"
        return self.files[content]

    def prepared(self, head: Head) -> Any:
        """A copy of the map for this request: the public address, the day, the resolution, as much as is told."""
        made = self.maps[head["map"]].clone()
        for key, value in head.get("metadata", {}).items():
            made.web.metadata.set(key, value)
        if head.get("dpi"):
            made.resolution = head["dpi"]
        sources = self.sources[head["map"]][head.get("is_past", False)]
        for place in range(made.numlayers):
            layer = made.getLayer(place)
            data = sources[layer.name]
            data = data.replace("%day%", head["day"]).replace("%pixel%", head["pixel"])
            layer.data = data.replace("%first%", head.get("first", "0")).replace("%order%", head.get("order", ""))
        return made


def answer(maps: Maps, head: Head, body: bytes) -> tuple[Head, bytes]:
    """What MapServer says, and `failed` where it says that something is wrong."""
    if head["do"] == "start":
        os.environ.update(head["environment"])
        return {}, b""
    if head["do"] == "load":
        maps.load(head["map"], json.loads(body))
        return {}, b""
    return _dispatched(maps.prepared(head), _request(head, body))


def _request(head: Head, body: bytes) -> Any:
    request = mapscript.OWSRequest()
    if body:
        request.type = mapscript.MS_POST_REQUEST
        request.contenttype = "text/xml"
        request.postrequest = body.decode()
    else:
        request.type = mapscript.MS_GET_REQUEST
        request.loadParamsFromURL(head["query"])
    return request


def _dispatched(prepared: Any, request: Any) -> tuple[Head, bytes]:
    mapscript.msIO_installStdoutToBuffer()
    failed, error = True, ""
    try:
        failed = prepared.OWSDispatch(request) != mapscript.MS_SUCCESS
    except Exception as raised:  # the binding raises its own MapServerError and more
        error = str(raised)
    content_type = mapscript.msIO_stripStdoutBufferContentType() or ""
    mapscript.msIO_stripStdoutBufferContentHeaders()
    content = mapscript.msIO_getStdoutBufferBytes()
    mapscript.msIO_resetHandlers()
    mapscript.msResetErrorList()
    return {"type": content_type, "failed": failed, "error": error}, _without_status(bytes(content))


def _without_status(content: bytes) -> bytes:
    """Of reports that begin with a status of HTTP the binding takes no headers off."""
    return content.partition(b"\r\n\r\n")[2] if content.startswith(b"Status:") else content


def _received(channel: socket.socket, length: int) -> bytes:
    """Ends the process with the other end."""
    parts = bytearray()
    while len(parts) < length:
        part = channel.recv(min(length - len(parts), 1 << 20))
        if not part:
            sys.exit(0)
        parts += part
    return bytes(parts)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    # The terminal's Ctrl-C is the web process's to act on, and this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    _limited()
    channel = socket.socket(fileno=0)
    maps = Maps()
    while True:
        head_length, body_length = LENGTHS.unpack(_received(channel, LENGTHS.size))
        head = json.loads(_received(channel, head_length))
        body = _received(channel, body_length)
        # Whoever asked kills this process at the limit; where nobody is left to, the alarm does.
        signal.setitimer(signal.ITIMER_REAL, head["seconds"])
        reply, content = answer(maps, head, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        encoded = json.dumps(reply).encode()
        channel.sendall(LENGTHS.pack(len(encoded), len(content)) + encoded)
        channel.sendall(content)


if __name__ == "__main__":
    main()
