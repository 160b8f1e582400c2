//go:build linux

package lib

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// Apart runs a function on a thread that has a umask of its own.
func Apart(fn func()) {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := unix.Unshare(unix.CLONE_FS)
		if err == nil {
			fn()
		}
		done <- err
	}()
	<-done
}

// Unpack clears the umask of such a thread: the program keeps its own.
func Unpack(work func()) {
	Apart(func() {
		unix.Umask(0)
		work()
	})
}
