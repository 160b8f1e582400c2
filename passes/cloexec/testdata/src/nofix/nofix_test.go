//go:build linux

package nofix

import (
	"testing"

	"golang.org/x/sys/unix"
)

// Tests may leak, but not by a wrong constant.
func TestOpen(t *testing.T) {
	if _, err := unix.Open("/", unix.O_DIRECTORY, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := unix.Open("/", unix.FD_CLOEXEC, 0); err != nil { // want `error: FD_CLOEXEC is not the close-on-exec flag`
		t.Fatal(err)
	}
}
