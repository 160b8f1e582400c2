// Package narrowed has objects whose mode changes after their creation.
package narrowed

import (
	"io"
	"os"
	"path/filepath"
)

// publish widens what was born private: the right order.
func publish(dir, p string, b []byte) error {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), p)
}

func widened(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o600); err != nil {
		return err
	}
	return os.Chmod(p, 0o644)
}

// repeated undoes what the umask took.
func repeated(p string, m os.FileMode, b []byte) error {
	if err := os.WriteFile(p, b, m); err != nil {
		return err
	}
	return os.Chmod(p, m)
}

// upgraded narrows a directory that an older version may have made.
func upgraded(root string) error {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return err
	}
	return os.Chmod(root, 0o700)
}

// executable takes only write bits that no usual umask leaves.
func executable(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o755)
}

// frozen keeps nobody out: the owner loses the same rights.
func frozen(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil {
		return err
	}
	return os.Chmod(p, 0o444)
}

// other changes another object.
func other(p, q string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil {
		return err
	}
	return os.Chmod(q, 0o600)
}

// sibling is another name below the same directory.
func sibling(dir string, b []byte) error {
	if err := os.WriteFile(filepath.Join(dir, "cert.pem"), b, 0o644); err != nil {
		return err
	}
	return os.Chmod(filepath.Join(dir, "key.pem"), 0o600)
}

// before narrows an old file and makes a public one afterwards.
func before(p string, b []byte) error {
	if err := os.Chmod(p, 0o600); err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644)
}

// branches never run after one another.
func branches(p string, public bool, b []byte) error {
	if public {
		return os.WriteFile(p, b, 0o644)
	}
	return os.Chmod(p, 0o600)
}

// turns works on another path in every turn of the loop.
func turns(paths []string, b []byte) {
	for _, p := range paths {
		os.Chmod(p, 0o600)
		os.WriteFile(p, b, 0o644)
	}
}

// inTemp is below a directory that only this user can enter.
func inTemp(b []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	p := filepath.Join(dir, "key")
	if err := os.WriteFile(p, b, 0o644); err != nil {
		return err
	}
	return os.Chmod(p, 0o600)
}

// fresh is not the object that was public.
func fresh(p string, b []byte) error {
	if err := os.WriteFile(p, nil, 0o644); err != nil {
		return err
	}
	if err := os.Remove(p); err != nil {
		return err
	}
	if err := os.WriteFile(p, b, 0o600); err != nil {
		return err
	}
	return os.Chmod(p, 0o600)
}

// opened does not make the file.
func opened(p string) error {
	f, err := os.OpenFile(p, os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o600)
}

// copied has a mode that only the source knows.
func copied(dst, src string) error {
	st, err := os.Stat(src)
	if err != nil {
		return err
	}
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(dst)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Chmod(st.Mode())
}
