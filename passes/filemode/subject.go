package filemode

import (
	"go/token"
	"os"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// This file tells what an effect acts on, as far as that decides whether its
// mode matters.

// touchesMode reports whether an effect gives an object a mode.
func touchesMode(e *effects.Effect) bool {
	switch e.Kind {
	case api.Create, api.Open, api.Chmod:
		return true
	}
	return false
}

// makesOrSets reports whether the effect certainly gives its mode to an object.
func (s *site) makesOrSets() bool { return s.Kind == api.Chmod || s.Makes() }

// exact reports whether the umask does not stand in between.
func (s *site) exact() bool { return s.Kind == api.Chmod || s.Row.Exact }

// fixedMode reports whether the call itself chooses the mode, as in the
// classic creation of a file.
func (s *site) fixedMode() bool { return s.Row.HasFixed && s.Row.Mode == 0 }

// special bits, in Go's encoding of a mode or the kernel's.
func (s *site) sticky() uint64 {
	if s.Row.RawMode {
		return 0o1000
	}
	return uint64(os.ModeSticky)
}

// isDir reports whether the object is certainly a directory.
func (s *site) isDir() bool {
	switch s.What {
	case api.Dir, api.TempDir:
		return true
	case api.AnyObject:
	default:
		return false
	}
	if s.Mode.Has(uint64(os.ModeDir)) && !s.Row.RawMode || value.Key(s.Object.Path.Key()).IsDir() {
		return true
	}
	return s.createdAsDir()
}

// maybeDir reports whether the object may be a directory that the function makes:
// one of the values that its path can have is the path of one.
func (s *site) maybeDir() bool {
	all := append(s.f.Around(s.Effect, api.Create), s.f.Among(s.Effect, api.Create)...)
	return slices.ContainsFunc(append(all, s.Effect), func(o *effects.Effect) bool { return o.Kind == api.Create && o.What == api.Dir })
}

// createdAsDir reports whether the function makes the object, and always as a
// directory.
func (s *site) createdAsDir() bool {
	dir := false
	made := s.f.Around(s.Effect, api.Create)
	if s.Kind == api.Create && s.Object.HasPath() && s.Func() == s.f {
		made = append(made, s.Effect)
	}
	for _, o := range made {
		if o.What != api.Dir && o.What != api.TempDir {
			return false
		}
		dir = true
	}
	return dir
}

// noun names the object in messages.
func (s *site) noun() string {
	switch s.What {
	case api.FIFO:
		return "fifo"
	case api.File, api.TempFile:
		return "file"
	}
	if s.isDir() {
		return "directory"
	}
	return "file"
}

// isNode reports whether the object is a socket or a device: connecting to and
// opening those is judged elsewhere, or not by mode alone.
func (j *judge) isNode(s *site) bool {
	switch s.What {
	case api.Socket, api.Device, api.Symlink:
		return true
	}
	if s.Row.RawMode && s.Kind == api.Create {
		switch s.Mode.Ones & 0o170000 {
		case 0o020000, 0o060000, 0o140000: // S_IFCHR, S_IFBLK, S_IFSOCK
			return true
		}
	}
	if s.Mode.Ones&uint64(os.ModeDevice|os.ModeSocket) != 0 && !s.Row.RawMode {
		return true
	}
	for _, o := range s.f.Of(api.Listen, api.Bind) {
		if effects.SameObject(o.Object, s.Object) == value.Yes || o.Result != "" && o.Result == s.Object.Handle {
			return true
		}
	}
	return j.res.IsSocket(s.Effect) || j.mentions(s, "sock")
}

// mentions reports whether the path's text, or the name of a variable that it
// comes from, has the word.
func (j *judge) mentions(s *site, word string) bool {
	for _, t := range j.names(s) {
		if containsFold(t, word) {
			return true
		}
	}
	return false
}

// names are the texts that tell what an object is for: literal parts of its
// path and the variables that the path comes from.
func (j *judge) names(s *site) []string {
	names := s.Object.Path.Literals()
	if s.PathArg != nil {
		names = append(names, j.res.Data(s.PathArg).Names...)
	}
	for _, part := range s.Object.Path.Parts {
		if part.Kind == value.Sym {
			_, field, ok := cutLast(strings.TrimSuffix(part.Text, value.DirPart), '.')
			if ok && token.IsIdentifier(field) { // no register of a function, no call
				names = append(names, field)
			}
		}
	}
	return names
}

// asInside returns the site as the callee sees it, whose judge tells what is
// known there already; nil for an own one. In this package that is the effect
// itself, which knows the names of its variables too.
func (j *judge) asInside(s *site) *site {
	if s.Inside == nil {
		return nil
	}
	if o := j.res.Maker(s.Effect); o != nil {
		return &site{Effect: o, f: o.Func()}
	}
	return &site{Effect: &effects.Effect{Act: *s.Inside, Row: s.Row}, f: s.f}
}

func cutLast(s string, sep byte) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// inKernel reports whether the object belongs to the kernel's file systems, for
// which the mode of a creation means nothing.
func (j *judge) inKernel(s *site) bool {
	return place.MayBe(s.Object.Path, place.Kernel, j.res.GOOS)
}

// inPrivateDir reports whether the object lies below a directory that others
// cannot enter: what is there is protected, whatever its own mode.
func (j *judge) inPrivateDir(s *site) bool { return j.res.Reach(s.Effect) == place.Private }

// owned reports whether another check speaks about who can reach the object,
// with a fix that repairs its mode too.
func (j *judge) owned(s *site) bool {
	switch j.res.Subject(s.Effect) {
	case effects.PIDFile:
		return true
	case effects.TempName:
		return s.Kind == api.Create
	}
	return false
}

// modesMeanNothing reports whether the file at pos is built only for systems
// on which Go's modes do not protect anything.
func (j *judge) modesMeanNothing(pos token.Pos) bool {
	tf := j.pass.Fset.File(pos)
	if only, ok := j.only[tf]; ok {
		return only
	}
	only := false
	for _, f := range j.pass.Files {
		if j.pass.Fset.File(f.FileStart) == tf {
			only = fix.AllHave(fix.Selected(j.pass, f), func(goos string) bool { return goos == "windows" || goos == "plan9" })
		}
	}
	j.only[tf] = only
	return only
}
