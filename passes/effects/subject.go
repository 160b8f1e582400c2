package effects

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
)

// A Subject is what an object is for, as far as that decides which check speaks
// about it. One mistake is one finding: the others leave the object to its
// owner, whose fix repairs all of them.
type Subject uint8

// The subjects.
const (
	Plain    Subject = iota
	PIDFile          // owned by check pidfile
	Socket           // by check unixsocket
	TempName         // by check tempfile: a predictable name in a shared directory
)

// Subject tells what the object of an effect is for.
func (r *Result) Subject(e *Effect) Subject {
	switch {
	case !e.Object.HasPath():
		return Plain
	case r.IsPIDFile(e):
		return PIDFile
	case r.IsSocket(e):
		return Socket
	}
	if _, ok := r.PredictableTemp(e); ok {
		return TempName
	}
	return Plain
}

// IsPIDFile reports whether the effect makes or changes a pid file: its name
// says so, or the program's own number is written to it.
func (r *Result) IsPIDFile(e *Effect) bool {
	if e.What == api.Dir || e.What == api.TempDir || place.MayBe(e.Object.Path, place.Kernel, r.GOOS) {
		return false
	}
	return r.namedPIDFile(e) || e.Kind == api.Create && (r.WritesPID(e) || slices.ContainsFunc(e.fn.OnResult(e, api.Write), r.WritesPID))
}

// WritesPID reports whether the number of this process, and nothing else, is
// among what the call gets to write.
func (r *Result) WritesPID(e *Effect) bool {
	return e.Data.Taint&api.TaintOwnPid != 0 && slices.ContainsFunc(e.Instr.Common().Args, func(v ssa.Value) bool {
		numbers := 0
		for _, part := range r.Path(v).Parts {
			switch {
			case part.Kind == value.Guess:
				numbers++
			case part.Kind != value.Literal || strings.TrimSpace(part.Text) != "":
				return false
			}
		}
		return numbers == 1
	})
}

// namedPIDFile reports whether the path, or the variable that holds it, is
// called a pid file.
func (r *Result) namedPIDFile(e *Effect) bool {
	for _, text := range e.Object.Path.Literals() {
		if strings.HasSuffix(text, ".pid") || strings.HasSuffix(text, "pidfile") {
			return true
		}
	}
	return r.called(e, "pid", "pidfile")
}

// IsSocket reports whether the object of an effect is a socket: the function
// or, under a name that means the same everywhere, the package listens there,
// or the name says so.
func (r *Result) IsSocket(e *Effect) bool {
	if e.Kind == api.Listen || e.Kind == api.Bind {
		return e.fn.UnixSocket(e)
	}
	if len(e.fn.Around(e, api.Listen, api.Bind)) > 0 || !e.Object.Path.Has(value.Sym) && r.listens()[e.Object.Path.Key()] {
		return true
	}
	for _, text := range e.Object.Path.Literals() {
		if strings.HasSuffix(text, ".sock") || strings.HasSuffix(text, ".socket") {
			return true
		}
	}
	return r.called(e, "socket", "sock")
}

// listens are the paths of the package's listeners.
func (r *Result) listens() map[string]bool {
	r.listensOnce.Do(func() {
		r.listensAt = make(map[string]bool)
		for _, f := range r.Funcs {
			for _, l := range f.Of(api.Listen, api.Bind) {
				r.listensAt[l.Object.Path.Key()] = true
			}
		}
	})
	return r.listensAt
}

// called reports whether the variable that holds the path of an effect has one
// of the words in its name, and is none for the directory.
func (r *Result) called(e *Effect, words ...string) bool {
	return e.PathArg != nil && slices.ContainsFunc(r.Data(e.PathArg).Names, func(name string) bool {
		in := secret.Words(name)
		return !slices.Contains(in, "dir") && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(in, w) })
	})
}

// PredictableTemp returns the value of the path of a creation, of those it can
// have, that others can know and that lies in a directory of all users, if
// nothing keeps them from making the object first.
func (r *Result) PredictableTemp(e *Effect) (value.Text, bool) {
	if e.Kind != api.Create || !e.Makes() || e.Exclusive() || e.Act.Replaces || e.Row != nil && e.Row.Replaces {
		return value.Text{}, false
	}
	p, ok := r.predictable(e.Object.Path)
	if !ok || r.insideOwn(e, p) || e.verified() {
		return value.Text{}, false
	}
	return p, true
}

func (r *Result) predictable(path value.Text) (value.Text, bool) {
	for p := range path.Each {
		if place.SharedDir(p, r.GOOS) != "" && (p.Guessable() || p.GuessedName()) {
			return p, true
		}
	}
	return value.Text{}, false
}

// PredictableInside reports whether the callee that makes the object knew that
// its name is predictable, before this call completed it.
func (r *Result) PredictableInside(e *Effect) bool {
	if e.Inside == nil {
		return false
	}
	_, ok := r.predictable(e.Inside.Object.Path)
	return ok
}

// insideOwn reports whether the object lies in a directory that the package
// makes itself: then the question is how that was made, and it is asked there.
func (r *Result) insideOwn(e *Effect, p value.Text) bool {
	for _, d := range r.sharedDirs() {
		if d.fn == e.fn && !e.fn.MayFollow(d, e) || d.fn != e.fn && d.Object.Path.Has(value.Sym) {
			continue
		}
		for q := range d.Object.Path.Each {
			if place.SharedDir(q, r.GOOS) != "" && p.Under(q) {
				return true
			}
		}
	}
	return false
}

// sharedDirs are the directories that the package makes in those of all users.
func (r *Result) sharedDirs() []*Effect {
	r.sharedOnce.Do(func() {
		for _, f := range r.Funcs {
			for _, d := range f.Of(api.Create) {
				if d.What == api.Dir && place.MayBe(d.Object.Path, place.Shared, r.GOOS) {
					r.shared = append(r.shared, d)
				}
			}
		}
	})
	return r.shared
}

// verified reports whether the function looks at what it got, without following
// a link, and so can refuse somebody else's.
func (e *Effect) verified() bool {
	return slices.ContainsFunc(e.fn.Around(e, api.Stat), func(s *Effect) bool {
		return s.Row != nil && s.Row.NoFollow && e.fn.MayFollow(e, s)
	})
}
