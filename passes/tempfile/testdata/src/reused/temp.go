// Package reused takes temporary names.
package reused

import (
	"net"
	"os"
	"path/filepath"
)

// kept removes its file at the end.
func kept(b []byte) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, err = f.Write(b)
	return err
}

// failed removes the file only where it gives up.
func failed(b []byte) (string, error) {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return "", err
	}
	if _, err := f.Write(b); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), f.Close()
}

// inside chooses a name in a directory of its own.
func inside() (string, error) {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "socket"), nil
}

// linked fails where somebody was faster.
func linked(target string) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	f.Close()
	os.Remove(f.Name())
	return os.Symlink(target, f.Name())
}

func name() (string, error) {
	f, err := os.CreateTemp("", "x") // want `^warning: temporary file removed on line \d+ but its name is returned: .* \(tempfile/temp-name-reused\)$`
	if err != nil {
		return "", err
	}
	path := f.Name()
	f.Close()
	os.Remove(path)
	return path, nil
}

func socket() (net.Listener, error) {
	f, err := os.CreateTemp("", "x") // want `its name is used again at line \d+: `
	if err != nil {
		return nil, err
	}
	f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	return net.Listen("unix", f.Name())
}

func directory() error {
	dir, err := os.MkdirTemp("", "x") // want `^warning: temporary directory removed on line`
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.MkdirAll(dir, 0o755)
}
