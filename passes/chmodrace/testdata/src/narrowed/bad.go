package narrowed

import (
	"archive/zip"
	"os"
	"path/filepath"
)

func late(p string, secret []byte) error {
	f, err := os.Create(p) // want `^error: os.Create makes this file with mode 0666 and line 18 narrows it to 0600: until then group and other can read it, and it is written at line 15; create it with 0600 \(chmodrace/narrowed-after-create\)$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(secret); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

// empty had nothing in it yet: only a descriptor can be kept.
func empty(p string) error {
	f, err := os.Create(p) // want `^warning: os.Create makes this file with mode 0666 .*narrows it to 0600: until then group and other can read it; create it with 0600 `
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o600)
}

func byConstant(b []byte) error {
	const p = "/var/lib/x/key"
	if err := os.WriteFile(p, b, 0o644); err != nil { // want `^error: os.WriteFile makes .* 0644 .* it is written at once`
		return err
	}
	return os.Chmod("/var/lib/x/key", 0o600)
}

func byJoin(dir string, b []byte) error {
	if err := os.WriteFile(filepath.Join(dir, "key"), b, 0o640); err != nil { // want `^error: .* 0640 .* narrows it to 0600: until then the group can read it`
		return err
	}
	return os.Chmod(filepath.Join(dir, "key"), 0o600)
}

// parent may have been there with another mode, so this is weaker evidence
// than a temporary directory.
func parent(dir string, b []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	p := filepath.Join(dir, "key")
	if err := os.WriteFile(p, b, 0o644); err != nil { // want `^warning: os.WriteFile makes`
		return err
	}
	return os.Chmod(p, 0o600)
}

func deferred(p string, b []byte) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o644) // want `^error: os.OpenFile makes`
	if err != nil {
		return err
	}
	defer f.Close()
	defer f.Chmod(0o600)
	_, err = f.Write(b)
	return err
}

// backup is open to all for as long as the archive takes.
func backup(p string) error {
	f, err := os.Create(p) // want `^error: os.Create makes .* it is handed on to be written; create it with 0600`
	if err != nil {
		return err
	}
	w := zip.NewWriter(f)
	if err := fill(w); err != nil {
		return err
	}
	f.Close()
	return os.Chmod(p, 0o600)
}

func fill(w *zip.Writer) error { return w.Close() }

// renamed keeps its mode under the new name.
func renamed(p string, b []byte) error {
	if err := os.WriteFile(p+".new", b, 0o644); err != nil { // want `^error: os.WriteFile makes`
		return err
	}
	if err := os.Rename(p+".new", p); err != nil {
		return err
	}
	return os.Chmod(p, 0o600)
}

func tree(dir string, b []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { // want `^error: os.MkdirAll makes this directory with mode 0755 .*: until then group and other can list it, and line \d+ puts something in`
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "a"), b, 0o600); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}

func loop(paths []string, b []byte) {
	for _, p := range paths {
		os.WriteFile(p, b, 0o644) // want `^error: os.WriteFile makes`
		os.Chmod(p, 0o600)
	}
}

type store struct{ path string }

func (s *store) save(b []byte) error {
	if err := os.WriteFile(s.path, b, 0o644); err != nil { // want `^error: os.WriteFile makes`
		return err
	}
	return os.Chmod(s.path, 0o600)
}
