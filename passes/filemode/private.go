package filemode

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// This file finds directories that others cannot enter: what is below them is
// protected by them, whatever its own mode.

// privateDirs are the directories that this package makes for itself alone.
type privateDirs struct {
	// paths are those whose names mean the same all over the package: constant
	// texts, results of MkdirTemp.
	paths []value.Path
	// fields are fields of a receiver, by type: "*T.root".
	fields map[string]bool
}

// closedToOthers reports whether the effect makes a directory, or makes one
// so, that other users cannot enter.
func closedToOthers(e *effects.Effect) bool {
	switch {
	case e.What == api.TempDir:
		return true
	case e.Kind == api.Create && e.What == api.Dir, e.Kind == api.Chmod:
		return e.Mode.Lacks(0o003) && e.Mode.Has(0o100)
	}
	return false
}

// private collects the private directories of the package, once.
func (j *judge) private() *privateDirs {
	if j.dirs != nil {
		return j.dirs
	}
	j.dirs = &privateDirs{fields: make(map[string]bool)}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			if closedToOthers(e) && e.Object.HasPath() {
				j.addPrivate(f, e.Object.Path)
			}
		}
	}
	return j.dirs
}

func (j *judge) addPrivate(f *effects.Func, p value.Path) {
	if p.Has(value.Unique) || !p.Has(value.Sym) {
		j.dirs.paths = append(j.dirs.paths, p)
	}
	if field := receiverField(f.Fn, p); field != "" {
		j.dirs.fields[field] = true
	}
	for _, field := range j.fieldsSet(f.Fn, p) {
		j.dirs.fields[field] = true
	}
}

// receiverField names the field of the receiver that a path is, or starts
// with: "*T.root/sub" for filepath.Join(t.root, "sub").
func receiverField(fn *ssa.Function, p value.Path) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	recv := fn.Signature.Recv()
	if recv == nil || len(p.Parts) == 0 || !strings.HasPrefix(p.Parts[0].Text, "#0.") {
		return ""
	}
	return typeName(recv.Type().String()) + strings.TrimPrefix(p.Key(), "#0")
}

func typeName(t string) string { return strings.TrimPrefix(t, "*") }

// fieldsSet returns the fields that fn stores the path in: the constructor
// that makes the directory and remembers it.
func (j *judge) fieldsSet(fn *ssa.Function, p value.Path) []string {
	var fields []string
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			st, ok := in.(*ssa.Store)
			if !ok {
				continue
			}
			fa, ok := st.Addr.(*ssa.FieldAddr)
			if !ok || st.Val.Type().Underlying().String() != "string" || j.res.Path(st.Val).Key() != p.Key() {
				continue
			}
			fields = append(fields, typeName(deref(fa.X.Type()).String())+"."+fieldName(fa))
		}
	}
	return fields
}

// inPrivateDir reports whether the object lies below a directory that others
// cannot enter, as far as this function, this package or all callers tell.
func (j *judge) inPrivateDir(s *site) bool {
	return j.below(s.f, s.Effect) || j.belowInCallers(s.Effect)
}

// below reports whether a private directory is made in f, or known in the
// package, above the effect's object.
func (j *judge) below(f *effects.Func, e *effects.Effect) bool {
	p := e.Object.Path
	if !e.Object.HasPath() {
		return false
	}
	for _, dir := range f.Effects {
		if closedToOthers(dir) && p.Under(dir.Object.Path) && f.MayFollow(dir, e) {
			return true
		}
	}
	dirs := j.private()
	for _, dir := range dirs.paths {
		if p.Under(dir) {
			return true
		}
	}
	for q := p; ; {
		up := q.Dir()
		if up.Key() == q.Key() || len(up.Parts) == 0 {
			return false
		}
		if field := receiverField(f.Fn, up); field != "" && dirs.fields[field] {
			return true
		}
		if len(up.Parts) == 1 {
			return false
		}
		q = up
	}
}

// belowInCallers reports whether the path is decided by callers in this
// package, and all of them pass one below a private directory.
func (j *judge) belowInCallers(e *effects.Effect) bool {
	if !e.Own() || e.Func().Fn.Object() == nil || e.Func().Fn.Object().Exported() {
		return false
	}
	instances := j.res.Contexts(e)
	for _, at := range instances {
		if !j.below(at.Func(), at) && !passedOn(at, instances) {
			return false
		}
	}
	return len(instances) > 0
}

// passedOn reports whether the effect's path still comes from a parameter of
// an unexported function, whose own callers are among the instances.
func passedOn(e *effects.Effect, instances []*effects.Effect) bool {
	obj := e.Func().Fn.Object()
	if obj == nil || obj.Exported() || !strings.Contains(e.Object.Path.Key(), "#") {
		return false
	}
	return slices.ContainsFunc(instances, func(o *effects.Effect) bool {
		return len(o.Via) == len(e.Via)+1 && slices.Equal(o.Via[1:], e.Via)
	})
}
