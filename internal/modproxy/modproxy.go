// Package modproxy makes a module proxy of directories, so that tests can use a module that is not published, such as
// this one, exactly as its users will: by path and version.
package modproxy

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Add puts a version of a module into the proxy directory, with what lies in src.
func Add(proxy, src string, mod module.Version) error {
	path, err := module.EscapePath(mod.Path)
	if err != nil {
		return err
	}
	version, err := module.EscapeVersion(mod.Version)
	if err != nil {
		return err
	}
	dir := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	gomod, err := os.ReadFile(filepath.Join(src, "go.mod"))
	if err != nil {
		return err
	}
	info, err := json.Marshal(map[string]string{"Version": mod.Version, "Time": "2026-01-01T00:00:00Z"})
	if err != nil {
		return err
	}
	for ext, data := range map[string][]byte{".mod": gomod, ".info": info} {
		if err := os.WriteFile(filepath.Join(dir, version+ext), data, 0o644); err != nil {
			return err
		}
	}
	if err := pack(filepath.Join(dir, version+".zip"), src, mod); err != nil {
		return fmt.Errorf("packing %s: %w", mod, err)
	}
	list, err := os.OpenFile(filepath.Join(dir, "list"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = list.WriteString(mod.Version + "\n")
	return errors.Join(err, list.Close())
}

func pack(name, src string, mod module.Version) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(zip.CreateFromDir(f, mod, src), f.Close())
}

// Env returns the settings of the go command with which it asks the proxy directory first and then the rest, a list
// as in GOPROXY, and asks no checksum database about the modules.
func Env(proxy, rest string, modules ...string) []string {
	private := strings.Join(modules, ",")
	from := (&url.URL{Scheme: "file", Path: filepath.ToSlash(proxy)}).String()
	if rest != "" {
		from += "," + rest
	}
	return []string{
		"GOPROXY=" + from,
		"GONOSUMDB=" + private,
		"GOFLAGS=-modcacherw -trimpath",
	}
}
