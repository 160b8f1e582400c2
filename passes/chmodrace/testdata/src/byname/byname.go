// Package byname sets modes through names.
package byname

import (
	"os"
	"path/filepath"
)

// published has a name that nobody could guess, in a directory of the
// program's choice.
func published(dir, p string) error {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), p)
}

// gone has no handle any more.
func gone(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Chmod(p, 0o644)
}

// onFile is right.
func onFile(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o644)
}

// written has no handle at all.
func written(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o600); err != nil {
		return err
	}
	return os.Chmod(p, 0o644)
}

// system lies where only root can put links.
func system(name string) error {
	p := "/etc/init.d/" + name
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(p, 0o755)
}

// private lies where nobody else can put links.
func private() error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	p := filepath.Join(dir, "script")
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(p, 0o755)
}

func byOtherName(p, q string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(q, 0o755)
}

func ofFile(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(f.Name(), 0o644) // want `^warning: chmod by path of the file opened on line \d+: if the path is replaced by a symlink, its target is changed; use the Chmod method of the open file \(chmodrace/chmod-by-name\)$`
}

func ofPath(dir string) error {
	p := filepath.Join(dir, "out")
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(filepath.Join(dir, "out"), 0o644) // want `chmod-by-name`
}
