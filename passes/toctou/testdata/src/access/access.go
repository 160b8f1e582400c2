// Package access asks before it opens.
package access

import (
	"os"

	"golang.org/x/sys/unix"
)

// present asks only whether there is something.
func present(p string) (*os.File, error) {
	if err := unix.Access(p, unix.F_OK); err != nil {
		return nil, err
	}
	return os.Open(p)
}

// told asks about something else.
func told(p, q string) (*os.File, error) {
	if err := unix.Access(p, unix.R_OK); err != nil {
		return nil, err
	}
	return os.Open(q)
}

func readable(p string) (*os.File, error) {
	if err := unix.Access(p, unix.R_OK); err != nil {
		return nil, err
	}
	return os.Open(p) // want `^warning: line 27 asked what the real user may do with this name, .* \(toctou/access-then-open\)$`
}

func writable(p string, b []byte) error {
	if unix.Access(p, unix.W_OK) == nil {
		return os.WriteFile(p, b, 0o600) // want `access-then-open`
	}
	return nil
}
