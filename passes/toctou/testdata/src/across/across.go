// Package across looks with the one hand and acts with the other.
package across

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/permvet/permvet/passes/toctou/testdata/src/lib"
)

var errOpen = errors.New("others can read it")

// Negatives that look like bugs.

func told(p string) ([]byte, error) { return lib.ReadPrivate(p) }

// present asks only whether there is something.
func present(p string) (*os.File, error) {
	if !lib.Present(p) || !lib.May(p, unix.F_OK) {
		return nil, os.ErrNotExist
	}
	return os.Open(p)
}

// other asks about another file.
func other(p, q string) ([]byte, error) {
	if err := lib.Readable(q); err != nil {
		return nil, err
	}
	if err := lib.Private(q); err != nil {
		return nil, err
	}
	return lib.Read(p)
}

// logged decides nothing.
func logged(p string) ([]byte, error) {
	if err := lib.Readable(p); err != nil {
		println(err.Error())
	}
	return os.ReadFile(p)
}

// regular asks for the type.
func regular(p string) ([]byte, error) {
	if err := lib.Regular(p); err != nil {
		return nil, err
	}
	return os.ReadFile(p)
}

// ofFile asks the open file.
func ofFile(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	if err := lib.PrivateFile(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// below puts a directory in order and works in it: what is read there is another
// question.
func below(dir string) (*os.Root, error) {
	if err := lib.Private(dir); err != nil {
		return nil, err
	}
	return os.OpenRoot(dir)
}

// copiedThere decides nothing by the mode.
func copiedThere(p, q string) ([]byte, error) {
	if err := lib.CopyMode(p, q); err != nil {
		return nil, err
	}
	return os.ReadFile(p)
}

// copied takes the mode over to a copy.
func copied(p, q string, b []byte) error {
	m, err := lib.Mode(p)
	if err != nil {
		return err
	}
	return os.WriteFile(q, b, m)
}

// missing removes what was not there.
func missing(p string) {
	if ok, _ := lib.Exists(p); !ok {
		lib.Drop(p)
	}
}

// elsewhere removes something else.
func elsewhere(p, q string) {
	if ok, _ := lib.Exists(p); ok {
		lib.Drop(q)
	}
}

// fresh is in a directory made for it.
func fresh() error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	if ok, _ := lib.Exists(filepath.Join(dir, "x")); ok {
		return lib.Protect(filepath.Join(dir, "x"))
	}
	return nil
}

// links changes the links themselves.
func links(root string, uid int) error {
	return lib.EachFile(root, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return lib.GiveLink(p, uid)
	})
}

// counts changes something that the walk did not find.
func counts(root, log string) error {
	return lib.EachFile(root, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return lib.Protect(log)
	})
}

// Positives.

func readable(p string) (*os.File, error) {
	if err := lib.Readable(p); err != nil {
		return nil, err
	}
	return os.Open(p) // want `^note: access check on line \d+ uses the real user's permissions, .* \(toctou/access-then-open\)$`
}

func may(p string) ([]byte, error) {
	if !lib.May(p, unix.R_OK) {
		return nil, os.ErrPermission
	}
	return lib.Read(p) // want `access-then-open`
}

func private(p string) ([]byte, error) {
	if err := lib.Private(p); err != nil {
		return nil, err
	}
	return os.ReadFile(p) // want `^note: mode checked by path on line \d+, then opened: .*access-then-open`
}

func privateLater(p string) ([]byte, error) {
	b, err := lib.Read(p) // want `^note: mode checked by path on line \d+ after this open: .*access-then-open`
	if err != nil {
		return nil, err
	}
	if err := lib.Private(p); err != nil {
		return nil, err
	}
	return b, nil
}

func asked(p string) ([]byte, error) {
	m, err := lib.Mode(p)
	if err != nil {
		return nil, err
	}
	if m&0o077 != 0 {
		return nil, errOpen
	}
	return os.ReadFile(p) // want `access-then-open`
}

func removed(p string) {
	if ok, _ := lib.Exists(p); ok {
		lib.Drop(p) // want `^note: lib.Drop acts on a path checked on line \d+, .* \(toctou/stat-then-change\)$`
	}
}

func protected(p string) error {
	if ok, err := lib.Exists(p); err != nil || !ok {
		return err
	}
	return os.Chmod(p, 0o600) // want `^note: .*stat-then-change`
}

func protectedThere(p string) error {
	if _, err := os.Stat(p); err != nil {
		return err
	}
	return lib.Protect(p) // want `^note: lib.Protect acts on a path .*stat-then-change`
}

func walked(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			return err
		}
		return lib.Give(p, uid) // want `^note: lib.Give acts on the path that the walk found: .* \(toctou/walk-by-name\)$`
	})
}

func walkedThere(root string, uid int) error {
	return lib.EachFile(root, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			return err
		}
		return os.Chmod(p, 0o600) // want `^note: os.Chmod acts on the path that the walk found: .*walk-by-name`
	})
}

func askedPlain(p string) ([]byte, error) {
	if lib.ModeOf(p)&0o077 != 0 {
		return nil, errOpen
	}
	return os.ReadFile(p) // want `access-then-open`
}
