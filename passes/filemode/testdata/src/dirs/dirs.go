// Package dirs makes directories that can and cannot be entered.
package dirs

import (
	"io/fs"
	"os"
	"path/filepath"
)

func fine(p, f string, m fs.FileMode) {
	_ = os.MkdirAll(p, 0o755)
	_ = os.MkdirAll(p, 0o700)
	_ = os.Mkdir(p, 0o711) // entered, not listed
	_ = os.Mkdir(p, m)
	_ = os.WriteFile(f, nil, 0o600) // a file needs no x
	_ = os.Chmod(f, 0o600)          // perhaps a file
	_ = os.MkdirAll(p, m|0o111)
}

func locked(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.Chmod(dir, 0) // nobody shall enter
}

func copied(p string, fi fs.FileInfo) { _ = os.Mkdir(p, fi.Mode()) }

// either makes one of two things: the caller knows which.
func either(p string, m fs.FileMode, dir bool) error {
	if dir {
		return os.Mkdir(p, m)
	}
	return os.WriteFile(p, nil, m)
}

func twoModes(p string, dirMode, fileMode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(p), dirMode); err != nil {
		return err
	}
	return os.WriteFile(p, nil, fileMode)
}

const fileMode = 0o640

func wrong(p string) {
	_ = os.MkdirAll(p, 0o644)            // want `^error: os.MkdirAll creates a directory with mode 0644, without x for its owner: nobody but root can enter it; use 0755 \(filemode/dir-without-search\)$`
	_ = os.Mkdir(p, 0600)                // want `error: os.Mkdir creates a directory with mode 0600, .*; use 0700`
	_ = os.MkdirAll(p, os.ModeDir)       // want `error: os.MkdirAll creates a directory with mode 0000, .*; use 0700`
	_ = os.MkdirAll(p, fileMode)         // want `error: .* use 0750`
	_ = os.Chmod(filepath.Dir(p), 0o660) // want `error: os.Chmod sets on a directory mode 0660, .*; use 0770`
	_ = makeDir(p, 0o666)                // want `error: dirs.makeDir creates a directory with mode 0666, .*; use 0755`
	_ = either(p, 0o600, true)           // want `error: dirs.either creates a directory with mode 0600`
}

func makeDir(p string, m fs.FileMode) error { return os.MkdirAll(p, m) }

func reused(p string, b []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(p), mode); err != nil { // want `^error: os.MkdirAll gives the mode of the file to its directory: .* \(filemode/dir-without-search\)$`
		return err
	}
	return os.WriteFile(p, b, mode)
}
