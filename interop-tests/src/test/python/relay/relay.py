"""Provides demo.relay, which hands everything on: to the provider of demo.peer and to Java."""

from guest.contracts import polyplug_init, set_relay_factory
from guest.host_contracts import HostDeskContract
from guest.peer_callers import DemoPeerPeer
from polyplug_abi import bytes_as_view, to_str

__all__ = ["polyplug_init"]


def found(caller, what):
    if caller is None:
        raise RuntimeError(what + " is missing")
    return caller


def answer(result, what):
    """A generated caller has None for a call that failed, and for no result."""
    if result is None:
        raise RuntimeError(what + " failed")
    return result


class Relay:
    def __init__(self, host):
        self.host = host

    def peer(self):
        return found(DemoPeerPeer.resolve(self.host), "demo.peer")

    def desk(self):
        return found(HostDeskContract.from_host(self.host), "host.Desk")

    # Callers of peers take views and give ctypes' boxes, callers of the host take and give Python's own.
    def peer_build(self):
        return self.peer().build().value

    def peer_stamp(self, v):
        return self.peer().stamp(v).value

    def peer_shout(self, v):
        peer, encoded = self.peer(), v.encode()
        return to_str(peer.shout(bytes_as_view(encoded)))

    def peer_fail(self, text):
        encoded = text.encode()
        self.peer().fail(bytes_as_view(encoded))

    def code_of_peer_panic(self, text):
        encoded = text.encode()
        try:
            self.peer().panic(bytes_as_view(encoded))
        except RuntimeError as failure:
            return int("".join(filter(str.isdigit, str(failure))))
        return 0

    def greet(self, name):
        return bytes(answer(self.desk().greet(name), "desk")).decode()

    def add(self, a, b):
        return answer(self.desk().add(a, b), "desk")

    # Nobody is told that a function without a result has failed.
    def try_fail(self, text):
        self.desk().fail(text)
        return "unknown"

    def tell(self, text, times):
        desk = self.desk()
        for _ in range(times):
            desk.tell(to_str(text))


set_relay_factory(Relay)
