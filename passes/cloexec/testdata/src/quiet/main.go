//go:build linux

// Quiet is a whole program that starts no child: nothing inherits anything.
package main

import (
	"golang.org/x/sys/unix"
)

var dir int

func main() {
	var err error
	if dir, err = unix.Open("/etc", unix.O_DIRECTORY, 0); err != nil { // want `note: unix.Open without O_CLOEXEC`
		panic(err)
	}
	if _, err := unix.FcntlInt(uintptr(dir), unix.F_SETFD, 0); err != nil { // want `note: unix.FcntlInt clears close-on-exec`
		panic(err)
	}
}
