"""The process between the web process and the workers: holds the graph, forks and ends workers.

It has one thread. The web process speaks to it over a socket of packets: `spawn`, `kill PID`, `slow PID`; it
answers `ready` (with a file of what is served), `worker` (with the worker's socket and its spool file), `died`.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from service.engine.embedded import StoreRunner
from service.engine.protocol import EngineStartError
from service.engine.worker import Runner, Sandbox, work

_NICE = 10
_PACKET = 65536


class LoadingRunner(Runner, Protocol):
    """A runner that is told once what to serve."""

    def load(self, given: Sequence[Path]) -> dict[str, Any]:
        """Make ready; returns what `EngineInfo` needs, raises `EngineStartError`."""


class Holder:
    """Forks and ends workers as the web process says."""

    def __init__(self, control: socket.socket, runner: Runner, sandbox: Sandbox) -> None:
        self._control = control
        self._runner = runner
        self._sandbox = sandbox
        self._children: set[int] = set()

    def serve(self) -> None:
        """Until the web process is gone; then no worker is left."""
        waker, wakened = socket.socketpair()
        for end in (waker, wakened):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakened.fileno(), warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(waker, select.POLLIN)
        try:
            while True:
                ready = dict(poll.poll())
                if waker.fileno() in ready:
                    with contextlib.suppress(BlockingIOError):
                        waker.recv(4096)
                    self._bury()
                if self._control.fileno() in ready and not self._obey():
                    return
        finally:
            signal.set_wakeup_fd(-1)  # its socket goes before the last child does
            for child in self._children:
                os.kill(child, signal.SIGKILL)

    def _obey(self) -> bool:
        packet = self._control.recv(_PACKET)
        if not packet:
            return False
        order, _, argument = packet.decode().partition(" ")
        if order == "spawn":
            self._spawn()
        elif (child := int(argument)) in self._children:
            if order == "kill":
                os.kill(child, signal.SIGKILL)
                self._bury()
            else:
                os.setpriority(os.PRIO_PROCESS, child, _NICE)
        return True

    def _spawn(self) -> None:
        ours, theirs = socket.socketpair()
        with tempfile.TemporaryFile(prefix="renkei-") as spool:
            try:
                child = os.fork()
            except OSError:
                theirs.close()
                ours.close()
                self._send({"unforked": True})
                return
            if child == 0:
                try:
                    signal.set_wakeup_fd(-1)
                    ours.close()
                    self._control.close()
                    work(theirs, spool.fileno(), self._runner, self._sandbox)
                finally:
                    os._exit(0)
            self._children.add(child)
            theirs.close()
            self._send({"worker": child}, [ours.fileno(), spool.fileno()])
            ours.close()

    def _bury(self) -> None:
        while self._children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            self._children.discard(child)
            self._send({"died": child, "signal": status & 0x7F})

    def _send(self, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            socket.send_fds(self._control, [json.dumps(message).encode()], descriptors or [])


def main(descriptor: int) -> None:
    """Serve on an inherited socket; the first packet says what."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=descriptor)
    told = json.loads(control.recv(_PACKET))
    sandbox = Sandbox(told["memory"], told["result"], network=bool(told["engine"]))
    try:
        runner = _runner(told)
        served = runner.load([Path(path) for path in told["data"]])
    except EngineStartError as error:
        served = {"error": str(error)}
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(served).encode())
        file.flush()
        socket.send_fds(control, [b'{"ready":true}'], [file.fileno()])
    if "error" not in served:
        Holder(control, runner, sandbox).serve()


def _runner(told: dict[str, Any]) -> LoadingRunner:
    if told["engine"]:
        # Not above: the embedded engine does not carry an HTTP client.
        from service.engine.remote import RemoteRunner

        return RemoteRunner(
            told["engine"], told["engine_graph"], told["base"], told["timeout"], told["dataset_triples"]
        )
    return StoreRunner(told["dataset_triples"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
