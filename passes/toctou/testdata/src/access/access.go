// Package access asks before it opens.
package access

import (
	"errors"
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
	return os.Open(p) // want `^note: access check on line \d+ uses the real user's permissions, .* \(toctou/access-then-open\)$`
}

func writable(p string, b []byte) error {
	if unix.Access(p, unix.W_OK) == nil {
		return os.WriteFile(p, b, 0o600) // want `access-then-open`
	}
	return nil
}

var errOpen = errors.New("others can read it")

// regular asks for the type.
func regular(p string) ([]byte, error) {
	st, err := os.Stat(p)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() || st.Mode()&os.ModeNamedPipe != 0 {
		return nil, errOpen
	}
	return os.ReadFile(p)
}

// ofFile asks the open file.
func ofFile(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil || st.Mode().Perm()&0o077 != 0 {
		f.Close()
		return nil, errOpen
	}
	return f, nil
}

// copied takes the mode over to a copy.
func copied(p, q string) error {
	b, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	st, err := os.Stat(p)
	if err != nil {
		return err
	}
	return os.WriteFile(q, b, st.Mode().Perm())
}

// repaired reads first; nothing is refused.
func repaired(p string) ([]byte, error) {
	b, err := os.ReadFile(p)
	if st, err := os.Stat(p); err == nil && st.Mode().Perm()&0o077 != 0 {
		println("others can read", p)
	}
	return b, err
}

// next asks about the next file.
func next(p, q string) ([]byte, error) {
	b, err := os.ReadFile(p)
	if err != nil {
		return nil, err
	}
	return b, check(q)
}

func private(p string) ([]byte, error) {
	st, err := os.Stat(p)
	if err != nil {
		return nil, err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return nil, errOpen
	}
	return os.ReadFile(p) // want `^note: mode checked by path on line \d+, then opened: .*access-then-open` related:`^access.go: st, err := os\.Stat\(p\): checked here$`
}

func check(p string) error {
	st, err := os.Stat(p)
	if err != nil {
		return err
	}
	if st.Mode()&0o022 != 0 {
		return errOpen
	}
	return nil
}

func checked(p string) ([]byte, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	return os.ReadFile(p) // want `access-then-open`
}

func checkedLater(p string) ([]byte, error) {
	b, err := os.ReadFile(p) // want `^note: mode checked by path on line \d+ after this open: the file can have been replaced; Stat the open file \(toctou/access-then-open\)$`
	if err != nil {
		return nil, err
	}
	if err := check(p); err != nil {
		return nil, err
	}
	return b, nil
}

func privateLater(p string) ([]byte, error) {
	b, err := os.ReadFile(p) // want `access-then-open`
	if err != nil {
		return nil, err
	}
	if st, err := os.Stat(p); err != nil || st.Mode()&0o022 != 0 {
		return nil, errOpen
	}
	return b, nil
}

// Right: what was opened is compared with what was looked at.
func compared(p string) (*os.File, error) {
	st, err := os.Lstat(p)
	if err != nil {
		return nil, err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return nil, errOpen
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	if now, err := f.Stat(); err != nil || !os.SameFile(st, now) {
		f.Close()
		return nil, errOpen
	}
	return f, nil
}
