package main

import (
	"fmt"
	"strings"
)

const build = 300

const bufferTooSmall = 2

type peer struct{}

func newPeer() Peer {
	return peer{}
}

func (peer) Build() (uint32, error) {
	return build, nil
}

func (peer) Stamp(v uint64) (uint64, error) {
	return v*1000 + build, nil
}

func (peer) Shout(v string) (string, error) {
	return fmt.Sprintf("%s from %d", strings.ToUpper(v), build), nil
}

func (peer) Fail(text string) error {
	return GuestError{bufferTooSmall, text}
}

func (peer) Panic(text string) error {
	panic(text)
}
