// Package config reads .permvet.yaml, the settings of a repository. docs/config.md describes it.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// Name is the name of the file.
const Name = ".permvet.yaml"

// maxSize is far above what anyone writes by hand.
const maxSize = 1 << 20

// A File is what the file can say.
type File struct {
	settings.Settings `yaml:",inline"`
	// Fail is the level from which on findings make the run fail, as -fail.
	Fail string `yaml:"fail"`
}

// Find looks for the file in dir and upwards, as far as the repository goes, or the module where there is no
// repository: a file that another user puts above, in /tmp for example, says nothing. It returns "" if there is none.
func Find(dir string) (string, error) {
	root := Root(dir)
	for at := dir; ; at = filepath.Dir(at) {
		name := filepath.Join(at, Name)
		switch _, err := os.Lstat(name); {
		case err == nil:
			return name, nil
		case !errors.Is(err, os.ErrNotExist):
			return "", fmt.Errorf("looking for the configuration: %w", err)
		}
		if at == root || at == filepath.Dir(at) {
			return "", nil
		}
	}
}

// Root is the root of the repository that dir is in, of the module if there is no repository, or dir itself.
func Root(dir string) string {
	if root := above(dir, ".git"); root != "" {
		return root
	}
	if root := above(dir, "go.mod"); root != "" {
		return root
	}
	return dir
}

// above returns the nearest directory, from dir upwards, that has an entry of the name; empty if there is none.
func above(dir, name string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, name)); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// Read reads the file. The error names the file, the line where it is known, and the remedy.
func Read(name string) (*File, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	defer in.Close() //nolint:errcheck // it was read only
	text, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	f, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	f.Root = filepath.Dir(name)
	return f, nil
}

// Parse reads the text of a file. An error begins with the number of its line, as in "3: ", or with a space.
func Parse(text []byte) (*File, error) {
	if len(text) > maxSize {
		return nil, fmt.Errorf(" it is larger than %d bytes", maxSize)
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return new(File), nil // nothing is said
	} else if err != nil {
		return nil, syntaxError(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errors.New(" it has more than one document; write everything into the first")
	}
	if err := known(doc.Content[0], reflect.TypeFor[File](), ""); err != nil {
		return nil, err
	}
	f := new(File)
	if err := doc.Decode(f); err != nil {
		return nil, syntaxError(err)
	}
	if _, ok := meta.ParseLevel(f.Fail); f.Fail != "" && f.Fail != "none" && !ok {
		return nil, fmt.Errorf(" fail: no level %q; choose error, warning, note or none", f.Fail)
	}
	return f, nil
}

// syntaxError puts the line that yaml names in front, as compilers do.
func syntaxError(err error) error {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	var te *yaml.TypeError
	if errors.As(err, &te) && len(te.Errors) > 0 {
		msg = te.Errors[0]
	}
	msg = strings.Join(strings.Fields(msg), " ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		return errors.New(rest)
	}
	return errors.New(" " + msg)
}

// known refuses keys that t does not have, with the nearest one that it has. Aliases are refused: a configuration
// needs none, and they can make a small file a large one.
func known(n *yaml.Node, t reflect.Type, at string) error {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return fmt.Errorf("%d: anchors and aliases are not supported; write the value out", n.Line)
	}
	switch n.Kind {
	case yaml.MappingNode:
		if t.Kind() == reflect.Map {
			return children(n.Content, t.Elem(), at, 2)
		}
		if t.Kind() != reflect.Struct {
			return nil // decoding says so
		}
		fields := fieldsOf(t)
		names := slices.Sorted(maps.Keys(fields))
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			field, ok := fields[key.Value]
			if !ok {
				return fmt.Errorf("%d: unknown key %q%s%s", key.Line, key.Value, at, meta.DidYouMean(key.Value, names))
			}
			if err := known(n.Content[i+1], field, " in "+key.Value); err != nil {
				return err
			}
		}
	case yaml.SequenceNode:
		if t.Kind() == reflect.Slice {
			return children(n.Content, t.Elem(), at, 1)
		}
	}
	return nil
}

// children checks every nth node, the last of each group.
func children(nodes []*yaml.Node, t reflect.Type, at string, n int) error {
	for i := n - 1; i < len(nodes); i += n {
		if err := known(nodes[i], t, at); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf returns the types of a struct's fields by their keys.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for f := range t.Fields() {
		key, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case inline == "inline":
			for k, v := range fieldsOf(f.Type) {
				out[k] = v
			}
		case key != "-" && key != "":
			out[key] = f.Type
		}
	}
	return out
}
