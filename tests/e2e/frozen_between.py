"""A wire between two programs that can be frozen: connections stay open and nothing moves."""

import contextlib
import socket
import threading


class Wire:
    """Listens on 127.0.0.1 and carries everything to `host`:`port` and back."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.moving = threading.Event()
        self.moving.set()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        self.moving.clear()

    def thaw(self) -> None:
        self.moving.set()

    def close(self) -> None:
        self.thaw()
        self.listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _address = self.listening.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self.moving.wait()
        try:
            far = socket.create_connection(self.target)
        except OSError:
            near.close()
            return
        for source, goal in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(source, goal), daemon=True).start()

    def _carry(self, source: socket.socket, goal: socket.socket) -> None:
        with contextlib.suppress(OSError), source, goal:
            while data := source.recv(65536):
                self.moving.wait()
                goal.sendall(data)
