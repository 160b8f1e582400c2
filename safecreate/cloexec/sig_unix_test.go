//go:build unix

package cloexec

import (
	"syscall"
	"testing"
)

// A rewrite from package syscall changes nothing but the name.
func TestSignatures(t *testing.T) {
	same(syscall.Socket, Socket)
	same(syscall.Socketpair, Socketpair)
	same(syscall.Pipe, Pipe)
	same(syscall.Open, Open)
	same(syscall.Dup, Dup)
	same(syscall.Accept, Accept)
	same(syscall.Recvmsg, Recvmsg)
}

func same[F any](a, b F) {}
