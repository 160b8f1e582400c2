package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The skeleton is a directory of templates, in which NAME stands for the name
// of the check and file names end in .tmpl, so that nothing takes them for Go.
//
//go:embed skeleton
var skeleton embed.FS

var validName = regexp.MustCompile(`^[a-z][a-z0-9]{2,19}$`)

// create writes the skeleton of a check below root and returns its files.
func create(root, name string) ([]string, error) {
	if !validName.MatchString(name) {
		return nil, fmt.Errorf("%q: a check is called by one short word in small letters, such as filemode", name)
	}
	if _, err := os.Stat(filepath.Join(root, "analyzers", "analyzers.go")); err != nil {
		return nil, fmt.Errorf("no analyzers/analyzers.go here: run it in the root of the repository")
	}
	dir := filepath.Join(root, "passes", name)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s exists already", filepath.ToSlash(dir))
	}
	var written []string
	err := fs.WalkDir(skeleton, "skeleton", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := skeleton.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, fill(strings.TrimSuffix(strings.TrimPrefix(path, "skeleton/"), ".tmpl"), name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		written = append(written, target)
		return os.WriteFile(target, []byte(fill(string(text), name)), 0o644)
	})
	return written, err
}

func fill(text, name string) string { return strings.ReplaceAll(text, "NAME", name) }
