package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// A Site is a place in source, in a form that survives in facts.
type Site struct {
	Func string // what is called there, or the function it stands in
	File string
	Line int
}

// An Object is the thing an effect acts on: a path, a handle, or both.
type Object struct {
	Path   value.Text
	Handle string // key of the *os.File or descriptor; "" if there is none
}

// HasPath reports whether the object's path is known at least as a symbol.
func (o Object) HasPath() bool { return len(o.Path.Parts) > 0 }

// SameObject reports whether two effects act on the same thing: by handle if
// both have one, else by path.
func SameObject(a, b Object) value.Tri {
	if a.Handle != "" && a.Handle == b.Handle {
		return value.Yes
	}
	return value.Same(a.Path, b.Path)
}

// An Act is the part of an effect that can be told across packages.
type Act struct {
	Kind   api.Kind
	Row    string // the row of the table that says so
	What   api.Object
	Object Object
	// Other is the second path of rename and link.
	Other value.Text
	// Result is the key under which the new handle is known, for Create, NewFD,
	// Listen, Command.
	Result string

	// Mode is the mode asked for (Create, Chmod) or the mask (Umask).
	Mode value.Word
	// Flags are open flags, at-flags, socket types, the fcntl command.
	Flags value.Word
	// CloseOnExec is the bit that Flags (of NewFD) should have on this system; 0
	// when there is none.
	CloseOnExec uint64
	// Value is the argument of fcntl, prctl, flock, setuid.
	Value value.Word
	// Real and Saved are the other ids of Cred, where the call takes them too.
	Real, Saved value.Word
	// Name is the variable's name (Setenv), the network (Listen), the program
	// (Command, Spawn, Exec).
	Name value.Text
	// Data is what is written, exported, passed.
	Data value.Data
	// Env is the environment of Command, Spawn, Exec.
	Env Env
	// Program is where the name of their program comes from.
	Program value.Data
	// To is where the writer of a Sink or Write leads, as far as it is known; for
	// rows without a writer, the sink that the row names.
	To api.SinkKind

	// Bits are the open flags of the system, for Create and Open.
	Bits OpenBits
	// At is where it happens: the call that the row describes.
	At Site
	// Via is the chain of calls, outermost first, when this happens inside a
	// callee.
	Via []Site

	// AsksMode: the function that looks (Stat) decides by the permission bits
	// that it sees. It is set for callees.
	AsksMode bool
	// Replaces: the object was made under another name and renamed, so what
	// stood at the path before does not matter.
	Replaces bool
	May      bool // a Create whose O_CREAT is not certain
	Async    bool // in a goroutine
	Deferred bool // when the function returns
	Maybe    bool // in a callback that may not run
}

// Env is what is known of the environment that a child gets.
type Env struct {
	// Set is yes when an environment is given, no when it is certainly nil.
	Set  value.Tri
	Data value.Data
}

// Bound says which values of an effect inside a callee became certain at the
// call. A judge of one value speaks about a callee's effect only then: what
// was certain inside was judged there.
type Bound uint8

// The values.
const (
	BoundMode Bound = 1 << iota
	BoundFlags
	BoundPath
	BoundData
	BoundName
	BoundHandle
	BoundID
)

// An Effect is one thing that a function does.
type Effect struct {
	Act
	// Row is the table's row; it hides Act.Row, which is its name.
	Row *api.Call
	// FD describes the descriptor of NewFD, Receive and ClearFD: that of the
	// row, or of the request or the events that the row has.
	FD *api.FD
	// Instr is the call in this function by which it happens.
	Instr ssa.CallInstruction
	// Callee is the function called there, which for a wrapper is not the one
	// in Row.
	Callee *types.Func
	Bound  Bound
	// Inside is the effect as the callee saw it; nil for an own one.
	Inside *Act
	// Inner is where it happens in the body of a callee of this package.
	Inner token.Pos
	// ModeArg, FlagsArg and PathArg are the values behind Mode, Flags and
	// Object.Path: arguments of Instr when the effect is direct. Nil inside
	// callees.
	ModeArg, FlagsArg, PathArg, DataArg ssa.Value

	fn  *Func
	seq int
}

// Own reports whether the effect happens in this function itself rather than
// in something it calls.
func (e *Effect) Own() bool { return len(e.Via) == 0 }

// Speaks reports whether a judge of the given values should speak here: the
// effect is the function's own, or one of the values became certain here.
func (e *Effect) Speaks(b Bound) bool { return e.Own() || e.Bound&b != 0 }

// Pos is where a diagnostic about the effect belongs.
func (e *Effect) Pos() token.Pos { return e.Instr.Pos() }

// Func is the function the effect belongs to.
func (e *Effect) Func() *Func { return e.fn }

// CallName is the short name of what is called at the effect's place, for
// messages: "os.OpenFile", "atomicfile.WriteFile", "(*os.File).Chmod".
func (e *Effect) CallName() string {
	if e.Own() && e.Row != nil {
		return ShortName(e.Row.Name)
	}
	if e.Callee != nil {
		return ShortName(e.Callee.FullName())
	}
	if len(e.Via) > 0 {
		return ShortName(e.Via[0].Func)
	}
	return ShortName(e.Act.Row)
}

// ShortName cuts the import path of a full name down to the package's name:
// "(*example.org/a/b.T).M" to "(*b.T).M".
func ShortName(full string) string {
	i := strings.LastIndexByte(full, '/')
	if i < 0 {
		return full
	}
	j := strings.LastIndexAny(full[:i], "(* ")
	return full[:j+1] + full[i+1:]
}

// Makes reports whether the effect certainly creates its object if it is not
// there yet; a Create with unknown flags may only open it.
func (e *Effect) Makes() bool { return e.Kind == api.Create && !e.May }

// Exclusive reports whether the effect certainly makes a new object: it fails
// if there is one of that name.
func (e *Effect) Exclusive() bool {
	return e.Row != nil && e.Row.Excl || e.Bits.Excl != 0 && e.Flags.Has(e.Bits.Excl)
}

// Truncates reports whether the effect empties a file that exists.
func (e *Effect) Truncates() bool { return e.Bits.Trunc != 0 && e.Flags.Has(e.Bits.Trunc) }

// RunsItself reports whether the program of a command, spawn or exec is this one
// again, in another role.
func (e *Effect) RunsItself() bool {
	self := strings.HasPrefix(e.Name.Prefix(), "/proc/self/") || e.Row.Path == 0 && e.Kind == api.Command
	return self || slices.Contains(e.Program.Names, "Executable") || slices.Contains(e.Program.Names, "Args")
}

// A Func is one function of the package with its effects.
type Func struct {
	Fn      *ssa.Function
	Effects []*Effect
	// Truncated: not all effects of callees are known.
	Truncated bool

	// complete: no effects come any more, so that they can be looked up by kind.
	complete bool
	byKind   sync.Once
	kinds    map[api.Kind][]*Effect
	// cut are the calls that do more than is known.
	cut   map[ssa.Instruction]bool
	res   *Result
	index objectIndex

	dirsOnce   sync.Once
	dirsByPath map[string][]*Effect
}

// Name is the function's name for messages.
func (f *Func) Name() string { return f.Fn.Name() }

// Of returns the function's effects of the given kinds, in order.
func (f *Func) Of(kinds ...api.Kind) []*Effect {
	if len(kinds) == 1 && f.complete {
		f.byKind.Do(func() {
			f.kinds = make(map[api.Kind][]*Effect)
			for _, e := range f.Effects {
				f.kinds[e.Kind] = append(f.kinds[e.Kind], e)
			}
		})
		return slices.Clip(f.kinds[kinds[0]])
	}
	var r []*Effect
	for _, e := range f.Effects {
		if slices.Contains(kinds, e.Kind) {
			r = append(r, e)
		}
	}
	return r
}

// OpenBits are the values of the open flags on the system being analysed. They
// are all zero for calls without open flags.
type OpenBits struct {
	Creat, Excl, Trunc, Append, NoFollow, Directory, Path, Tmpfile uint64
}

// innerPos is where the effect itself stands, inside callees of this package.
func (e *Effect) innerPos() token.Pos {
	if e.Inner.IsValid() {
		return e.Inner
	}
	if e.Own() {
		return e.Instr.Pos()
	}
	return token.NoPos
}

// A Mutation is a write into a list of strings or a map of them that a
// function did not make itself: other holders of it see the change.
type Mutation struct {
	// Of is the collection as the function got it: a load of a package variable
	// or field, or the argument of a call that writes into it.
	Of    ssa.Value
	Instr ssa.Instruction
	// Append: the list is extended, which overwrites what another extension of
	// the same list put there.
	Append bool
	// Callee is the function that writes, when it is not this one.
	Callee *types.Func
}

// Pos is where it is written.
func (m *Mutation) Pos() token.Pos { return m.Instr.Pos() }
