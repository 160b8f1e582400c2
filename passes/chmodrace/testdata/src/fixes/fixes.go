// Package fixes has findings with fixes.
package fixes

import "os"

func created(p string, b []byte) error {
	f, err := os.Create(p) // want `narrowed-after-create`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

func written(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil { // want `narrowed-after-create`
		return err
	}
	return os.Chmod(p, 0o600)
}

func opened(p string) error {
	const public = 0o644
	f, err := os.OpenFile( // want `narrowed-after-create`
		p,
		os.O_CREATE|os.O_WRONLY,
		public, // everybody
	)
	if err != nil {
		return err
	}
	_ = os.FileMode(public)
	defer f.Close()
	return f.Chmod(0o640 &^ 0o040)
}

func inRoot(r *os.Root, b []byte) error {
	f, err := r.Create("key") // want `narrowed-after-create`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

func byName(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.Chmod(f.Name(), 0o644); err != nil { // want `chmod-by-name`
		return err
	}
	return os.Chmod(p, os.FileMode(0o640)|0o004) // want `chmod-by-name`
}
