// Package library puts the companion library into the modules that a fix makes use it: as a requirement in go.mod, or
// as a copy of its own.
package library

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/permvet/permvet/internal/driver/atomicfile"
)

// Path is the module of the library.
const Path = "github.com/permvet/permvet/safecreate"

// Imported reports whether a Go file imports the library, by its text.
func Imported(text []byte) bool {
	return bytes.Contains(text, []byte(`"`+Path+`"`)) || bytes.Contains(text, []byte(`"`+Path+`/`))
}

// A Module is a main module of the user.
type Module struct {
	Path, Dir string
	vendored  string // the vendor directory that the go command uses, if there is one
	work      bool   // a workspace has it
}

// Modules returns the modules that the files belong to.
func Modules(ctx context.Context, files []string) ([]Module, error) {
	var list []Module
	for _, name := range files {
		dir := filepath.Dir(name)
		if slices.ContainsFunc(list, func(m Module) bool { return m.Has(name) }) {
			continue
		}
		out, err := run(ctx, dir, "env", "GOMOD", "GOWORK")
		if err != nil {
			return nil, err
		}
		mod, work, _ := strings.Cut(strings.TrimSuffix(string(out), "\n"), "\n")
		if mod == "" || mod == os.DevNull {
			return nil, fmt.Errorf("%s belongs to no module; run go mod init first", name)
		}
		text, err := os.ReadFile(mod)
		if err != nil {
			return nil, err
		}
		m := Module{Path: modfile.ModulePath(text), Dir: filepath.Dir(mod), work: work != "" && work != "off"}
		top := m.Dir
		if m.work {
			top = filepath.Dir(work)
		}
		if _, err := os.Stat(filepath.Join(top, "vendor", "modules.txt")); err == nil {
			m.vendored = top
		}
		list = append(list, m)
	}
	return list, nil
}

// Has reports whether a file is in the module: modules inside it are other ones.
func (m Module) Has(name string) bool {
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if dir == m.Dir {
			return true
		}
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil || dir == filepath.Dir(dir) {
			return false
		}
	}
}

// Require adds the library to go.mod and go.sum. When that fails they are as before.
func (m Module) Require(ctx context.Context) (err error) {
	name := filepath.Join(m.Dir, "go.mod")
	before, err := keep(name, filepath.Join(m.Dir, "go.sum"))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, before.restore())
		}
	}()
	file, err := modfile.Parse(name, before[0].text, nil)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(file.Require, func(r *modfile.Require) bool { return r.Mod.Path == Path }) {
		if _, err := run(ctx, m.Dir, "get", Path+"@latest"); err != nil {
			return fmt.Errorf("%s: adding %s: %w", name, Path, err)
		}
	}
	return direct(name)
}

// Vendor brings the vendor directory up to date, if there is one. Files import the library by then: what nothing
// imports is not vendored.
func (m Module) Vendor(ctx context.Context) error {
	if m.vendored == "" {
		return nil
	}
	args := []string{"mod", "vendor"}
	if m.work {
		args = []string{"work", "vendor"}
	}
	if _, err := run(ctx, m.vendored, args...); err != nil {
		return fmt.Errorf("vendoring %s: %w", Path, err)
	}
	return nil
}

// direct takes the comment "// indirect" from the requirement: code of the module itself imports the library.
func direct(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := modfile.Parse(name, text, nil)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(file.Require, func(r *modfile.Require) bool { return r.Mod.Path == Path })
	if i < 0 || !file.Require[i].Indirect {
		return nil
	}
	all := file.Require
	all[i].Indirect = false
	file.SetRequireSeparateIndirect(all)
	file.Cleanup()
	if text, err = file.Format(); err != nil {
		return err
	}
	return write(name, text)
}

// Copy writes the library into a directory of the module, with its license and without its tests, and returns the
// import path that the copy has.
func (m Module) Copy(ctx context.Context, dir string) (string, error) {
	if !filepath.IsLocal(dir) {
		return "", fmt.Errorf("%s is not a directory inside the module %s", dir, m.Path)
	}
	out, err := run(ctx, m.Dir, "mod", "download", "-json", Path+"@latest")
	if err != nil {
		return "", fmt.Errorf("downloading %s: %w", Path, err)
	}
	var module struct{ Dir, Error string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", fmt.Errorf("downloading %s: %w", Path, err)
	}
	if module.Error != "" {
		return "", fmt.Errorf("downloading %s: %s", Path, module.Error)
	}
	own := path.Join(m.Path, filepath.ToSlash(dir))
	err = fs.WalkDir(os.DirFS(module.Dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{"bench", "testdata", "example"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if name != "LICENSE" && (path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go")) {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(module.Dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		to := filepath.Join(m.Dir, dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return write(to, Rename(text, own))
	})
	if err != nil {
		return "", fmt.Errorf("copying %s to %s: %w", Path, filepath.Join(m.Dir, dir), err)
	}
	return own, nil
}

// Rename makes a file import the library by another path.
func Rename(text []byte, to string) []byte {
	text = bytes.ReplaceAll(text, []byte(`"`+Path+`"`), []byte(`"`+to+`"`))
	return bytes.ReplaceAll(text, []byte(`"`+Path+`/`), []byte(`"`+to+`/`))
}

// kept are files as they were.
type kept []struct {
	name string
	text []byte // nil: there was none
}

func keep(names ...string) (kept, error) {
	var files kept
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		files = append(files, struct {
			name string
			text []byte
		}{name, text})
	}
	return files, nil
}

func (k kept) restore() error {
	var errs []error
	for _, f := range k {
		if f.text == nil {
			if err := os.Remove(f.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
			continue
		}
		if now, err := os.ReadFile(f.name); err != nil || !bytes.Equal(now, f.text) {
			errs = append(errs, write(f.name, f.text))
		}
	}
	return errors.Join(errs...)
}

// write replaces a file, which keeps its permissions, or makes one as go mod does.
func write(name string, text []byte) error {
	perm := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		perm = info.Mode()
	}
	return atomicfile.Write(name, text, perm)
}

// run runs the go command and returns what it prints.
func run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if text := strings.TrimSpace(stderr.String()); text != "" {
			err = errors.New(strings.ReplaceAll(text, "\n", "; "))
		}
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return out, nil
}
