"""Provides demo.peer to whoever calls it, whatever that is written in."""

from guest.contracts import polyplug_init, set_peer_factory

BUILD = 300

__all__ = ["polyplug_init"]


class Peer:
    def __init__(self, host):
        self.host = host

    def build(self):
        return BUILD

    def stamp(self, v):
        return v * 1000 + BUILD

    def shout(self, v):
        return f"{v.upper()} from {BUILD}"

    def fail(self, text):
        raise RuntimeError(text)

    def panic(self, text):
        raise RuntimeError(text)


set_peer_factory(Peer)
