"""The sockets between the web process, the holder of the graph and the workers; no decisions here."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from service.engine.protocol import EngineStartError
from service.engine.worker import HEADER, LENGTH
from service.settings import Settings

_MIB = 1 << 20
# All links read in the one thread of the loop, each a whole message or a part of it at a time.
_BUFFER = memoryview(bytearray(1 << 18))
_PACKET = 65536
_STOP_TIMEOUT = 5.0

OnMessage = Callable[["WorkerLink", int, int, int, bytes], None]


class WorkerLink:
    """One worker: its process id, its socket, the descriptor of its spool file."""

    def __init__(self, pid: int, channel: socket.socket, spool: int) -> None:
        self.pid = pid
        self.spool = spool
        self._channel = channel
        self._channel.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._unsent = b""
        self._on_message: OnMessage | None = None
        self._on_close: Callable[[WorkerLink], None] | None = None
        self._open = True

    def listen(self, on_message: OnMessage, on_close: Callable[[WorkerLink], None]) -> None:
        """Call back for every complete message, and once at the end."""
        self._on_message, self._on_close = on_message, on_close
        self._loop.add_reader(self._channel.fileno(), self.drain)

    def send(self, body: bytes) -> None:
        """Send one job; what does not fit goes when there is room."""
        self._unsent = LENGTH.pack(len(body)) + body
        self._push()

    def drain(self) -> None:
        """Take what has arrived."""
        while self._open:
            try:
                size = self._channel.recv_into(_BUFFER)
            except BlockingIOError:
                return
            except OSError:
                size = 0
            if not size:
                if self._on_close is not None:
                    self._on_close(self)
                return
            self._take(_BUFFER[:size])
            if size < len(_BUFFER):
                return

    def close(self) -> None:
        """Close both descriptors; may be called again."""
        if self._open:
            self._open = False
            self._loop.remove_reader(self._channel.fileno())
            self._loop.remove_writer(self._channel.fileno())
            self._channel.close()
            os.close(self.spool)

    def _take(self, data: memoryview) -> None:
        self._received += data
        if len(self._received) < HEADER.size or self._on_message is None:
            return
        outcome, flags, length = HEADER.unpack_from(self._received)
        inline = 0 if outcome == 1 else length
        if len(self._received) >= HEADER.size + inline:
            payload = bytes(self._received[HEADER.size : HEADER.size + inline])
            self._received.clear()
            self._on_message(self, outcome, flags, length, payload)

    def _push(self) -> None:
        try:
            sent = self._channel.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # the end of the worker is seen by `drain`
        self._unsent = self._unsent[sent:]
        if self._unsent:
            self._loop.add_writer(self._channel.fileno(), self._push_more)

    def _push_more(self) -> None:
        self._loop.remove_writer(self._channel.fileno())
        self._push()


class HolderLink:
    """The process that holds the graph: starts it, sends orders, reports what it says."""

    def __init__(
        self,
        settings: Settings,
        on_worker: Callable[[WorkerLink | None], None],
        on_death: Callable[[int, int], None],
        on_lost: Callable[[], None],
    ) -> None:
        if not hasattr(os, "fork"):
            raise EngineStartError("the query engine forks its workers: this operating system has no fork")
        self._settings = settings
        self._on_worker, self._on_death, self._on_lost = on_worker, on_death, on_lost
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    async def start(self) -> dict[str, Any]:
        """Start the process, wait until it has loaded the data; returns what it serves or why it cannot."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "service.engine.holder", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        self._control = ours
        ours.setblocking(False)
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)
        ours.send(json.dumps(self._told()).encode())
        return await self._ready

    def order(self, order: str) -> None:
        """Send `spawn`, `kill PID` or `slow PID`."""
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(order.encode())

    def disconnect(self) -> None:
        """Let go of the process, which then ends its workers and itself; may be called again."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()
            self._control = None

    def wait(self) -> None:
        """Block until the process has ended, by force after 5 seconds."""
        if self._process is not None:
            try:
                self._process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    async def stop(self) -> None:
        """Leave no process."""
        self.disconnect()
        await asyncio.to_thread(self.wait)

    def _told(self) -> dict[str, Any]:
        settings = self._settings
        return {
            "data": [str(path) for path in settings.data],
            "engine": settings.engine,
            "engine_graph": settings.engine_graph,
            "base": settings.base,
            "timeout": settings.timeout,
            "memory": settings.memory_mb * _MIB,
            "result": settings.result_mb * _MIB,
            "dataset_triples": settings.dataset_triples,
        }

    def _hear(self) -> None:
        while self._control is not None:
            try:
                packet, descriptors, _, _ = socket.recv_fds(self._control, _PACKET, 4)
            except BlockingIOError:
                return
            except OSError:
                packet, descriptors = b"", []
            if not packet:
                self._lost()
                return
            self._obey(json.loads(packet), descriptors)

    def _obey(self, message: dict[str, Any], descriptors: list[int]) -> None:
        if "ready" in message:
            with open(descriptors[0], "rb") as file:  # noqa: PTH123 - a descriptor
                file.seek(0)
                self._ready.set_result(json.loads(file.read()))
        elif "unforked" in message:
            self._on_worker(None)
        elif "worker" in message:
            channel = socket.socket(fileno=descriptors[0])
            self._on_worker(WorkerLink(message["worker"], channel, descriptors[1]))
        else:
            self._on_death(message["died"], message["signal"])

    def _lost(self) -> None:
        if not self._ready.done():
            self._ready.set_result({"error": "the process that loads the graph ended without a word"})
        self._on_lost()
