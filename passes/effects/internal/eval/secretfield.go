package eval

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/secret"
)

// maxFields bounds the search for a secret field in a type.
const maxFields = 200

// secretField finds a field whose name says that it is secret in what an encoder
// writes of a value of the type: "Account.Token". It is empty if there is none.
func secretField(t types.Type) string {
	left := maxFields
	seen := make(map[types.Type]bool)
	var find func(t types.Type) string
	find = func(t types.Type) string {
		if seen[t] || left <= 0 {
			return ""
		}
		seen[t] = true
		switch u := t.Underlying().(type) {
		case *types.Pointer:
			return find(u.Elem())
		case *types.Slice:
			return find(u.Elem())
		case *types.Array:
			return find(u.Elem())
		case *types.Map:
			return find(u.Elem())
		case *types.Struct:
			for i := range u.NumFields() {
				left--
				f := u.Field(i)
				if !f.Exported() && !f.Embedded() || hiddenField(u.Tag(i)) {
					continue
				}
				if isText(f.Type()) && isSecretField(f.Name()) {
					return typeName(t) + f.Name()
				}
				if in := find(f.Type()); in != "" {
					return in
				}
			}
		}
		return ""
	}
	return find(t)
}

// hiddenField reports whether a tag keeps a field out of what is written.
func hiddenField(tag string) bool {
	for _, key := range []string{"json", "yaml", "toml", "xml"} {
		if name, _, _ := strings.Cut(reflect.StructTag(tag).Get(key), ","); name == "-" {
			return true
		}
	}
	return false
}

// isText reports whether a type holds text or bytes: a number or a time that is
// called after a secret is none.
func isText(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Pointer:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return ok && b.Info()&types.IsString != 0
	case *types.Slice:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return ok && (b.Kind() == types.Byte || b.Info()&types.IsString != 0)
	}
	return false
}

// positions are words beside "token" that make it a place in a list or a text.
var positions = []string{"next", "page", "continuation", "continue", "cursor", "start", "sync", "resume", "file", "path", "dir", "url", "uri", "endpoint"}

func isSecretField(name string) bool {
	words := secret.Words(name)
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(positions, w) }) {
		return false
	}
	ev := secret.Name(name)
	return ev.Strength >= secret.Strong && !ev.Public || slices.Equal(words, []string{"token"})
}

func typeName(t types.Type) string {
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name() + "."
	}
	return ""
}
