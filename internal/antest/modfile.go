package antest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// safecreatePath is the module to which helper fixes rewrite.
const safecreatePath = "github.com/permvet/permvet/safecreate"

// A tempModFile is the main go.mod with the modules that only tests import.
type tempModFile struct{ dir string }

func (m tempModFile) flags() []string {
	return []string{"-modfile=" + filepath.Join(m.dir, "go.mod")}
}

// remove deletes the copy. What is left behind after an error is one small
// temporary directory.
func (m tempModFile) remove() { _ = os.RemoveAll(m.dir) }

// moduleFile copies the go.mod above the working directory and adds the fake
// modules next to the test packages in dir, and safecreate.
func moduleFile(dir string) (_ tempModFile, err error) {
	root, err := moduleRoot()
	if err != nil {
		return tempModFile{}, err
	}
	name := filepath.Join(root, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return tempModFile{}, err
	}
	mod, err := modfile.Parse(name, text, nil)
	if err != nil {
		return tempModFile{}, err
	}
	extra, err := extraModules(root, filepath.Join(filepath.Dir(dir), "fake"))
	if err != nil {
		return tempModFile{}, err
	}
	for _, m := range extra {
		if err := addReplaced(mod, m); err != nil {
			return tempModFile{}, err
		}
	}
	if text, err = mod.Format(); err != nil {
		return tempModFile{}, err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return tempModFile{}, err
	}
	temp, err := os.MkdirTemp("", "antest")
	if err != nil {
		return tempModFile{}, err
	}
	m := tempModFile{temp}
	for name, content := range map[string][]byte{"go.mod": text, "go.sum": sum} {
		if err := os.WriteFile(filepath.Join(temp, name), content, 0o600); err != nil {
			m.remove()
			return tempModFile{}, err
		}
	}
	return m, nil
}

// addReplaced requires the module in directory dir and points to it.
func addReplaced(mod *modfile.File, dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return err
	}
	path := modfile.ModulePath(text)
	if path == "" {
		return fmt.Errorf("%s: no module line", filepath.Join(dir, "go.mod"))
	}
	const version = "v0.0.0"
	if err := mod.AddRequire(path, version); err != nil {
		return err
	}
	return mod.AddReplace(path, "", dir, "")
}

// extraModules lists the directories of the modules to add.
func extraModules(root, fake string) ([]string, error) {
	var dirs []string
	if _, err := os.Stat(filepath.Join(root, "safecreate", "go.mod")); err == nil {
		dirs = append(dirs, filepath.Join(root, "safecreate"))
	}
	if _, err := os.Stat(fake); errors.Is(err, fs.ErrNotExist) {
		return dirs, nil
	}
	err := filepath.WalkDir(fake, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "go.mod" {
			path, err = filepath.Abs(filepath.Dir(path))
			dirs = append(dirs, path)
		}
		return err
	})
	return dirs, err
}

// moduleRoot finds the go.mod of this repository above the working directory,
// the package directory of the running test.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && !bytes.Contains(text, []byte(safecreatePath)) {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the test's directory")
		}
		dir = parent
	}
}
