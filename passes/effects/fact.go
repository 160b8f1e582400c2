package effects

import (
	"fmt"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// A Summary is a fact on a function: what it does, in terms of its
// parameters, and where its results come from.
type Summary struct {
	Acts    []Act
	Returns []Ret
	Sets    []Set
	// Writes are the parameters, lists and maps of text, into which the
	// function writes elements.
	Writes    []int
	Truncated bool
}

// A Ret is what is known of one result.
type Ret struct {
	Path   value.Text
	Word   value.Word
	Data   value.Data
	Handle string
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

func (f *Summary) String() string {
	var parts []string
	for _, a := range f.Acts {
		parts = append(parts, a.String())
	}
	for i, r := range f.Returns {
		if t := r.String(); t != "" {
			parts = append(parts, fmt.Sprintf("returns%d %s", i, t))
		}
	}
	for _, a := range f.Sets {
		parts = append(parts, a.String())
	}
	for _, i := range f.Writes {
		parts = append(parts, fmt.Sprintf("writes into #%d", i))
	}
	if f.Truncated {
		parts = append(parts, "…")
	}
	return strings.Join(parts, "; ")
}

func (r Ret) String() string {
	switch {
	case r.Handle != "":
		return "handle " + r.Handle
	case len(r.Path.Parts) > 0:
		return r.Path.String()
	case r.Word != value.Word{}:
		return r.Word.String()
	case r.Data.Taint != 0:
		return fmt.Sprintf("taint %#x", uint32(r.Data.Taint))
	}
	return ""
}

var kindNames = map[api.Kind]string{
	api.Create: "create", api.Open: "open", api.Chmod: "chmod", api.Chown: "chown", api.Stat: "stat",
	api.Remove: "remove", api.Rename: "rename", api.Link: "link", api.Write: "write", api.Umask: "umask",
	api.Chdir: "chdir", api.Chroot: "chroot", api.Pivot: "pivot", api.NewFD: "newfd", api.Fcntl: "fcntl", api.SetFD: "setfd",
	api.ClearFD: "clearfd", api.Close: "close", api.Listen: "listen", api.Bind: "bind", api.Command: "command",
	api.Dup: "dup", api.Adopt: "adopt", api.Connect: "connect", api.PeerCred: "peercred", api.WithFD: "withfd", api.Unlink: "unlink",
	api.Source: "source", api.Prctl: "prctl", api.Lock: "lock", api.Kill: "kill", api.ForkLock: "forklock", api.ForkUnlock: "forkunlock",
	api.PinThread: "pinthread", api.Unshare: "unshare", api.Serve: "serve", api.Reexec: "reexec", api.Receive: "receive",
	api.Rights: "rights", api.Ioctl: "ioctl", api.SetMode: "setmode", api.Walk: "walk",
	api.Spawn: "spawn", api.Exec: "exec", api.Setenv: "setenv", api.Sink: "sink", api.Cred: "cred",
}

// KindName is the lower-case name of a kind, for messages and tests.
func KindName(k api.Kind) string {
	if n, ok := kindNames[k]; ok {
		return n
	}
	return fmt.Sprintf("kind%d", k)
}

func (a Act) String() string {
	var b strings.Builder
	b.WriteString(KindName(a.Kind))
	if a.Object.HasPath() {
		b.WriteString(" " + a.Object.Path.String())
	} else if a.Object.Handle != "" {
		b.WriteString(" @" + a.Object.Handle)
	}
	if (a.Mode != value.Word{}) {
		b.WriteString(" mode " + a.Mode.String())
	}
	if row := api.ByName(a.Row); (a.Flags != value.Word{}) && (row == nil || row.FixedFlags == "") {
		b.WriteString(" flags " + a.Flags.String())
	}
	return b.String()
}

// A Global is a fact on a package variable that is never written after its
// initialiser: its value.
type Global struct {
	Word value.Word
	Path value.Text
	Data value.Data
}

// AFact marks Global as a fact.
func (*Global) AFact() {}

func (g *Global) String() string {
	if len(g.Path.Parts) > 0 {
		return "is " + g.Path.String()
	}
	return "is " + g.Word.String()
}

// A PackageSummary is a fact on a package: what it and all that it imports do
// to the process as a whole.
type PackageSummary struct {
	Spawns, Execs, Clears, Wide []Site
	// Goroutines: other goroutines than the main one run.
	Goroutines bool
}

// AFact marks PackageSummary as a fact.
func (*PackageSummary) AFact() {}

func (p *PackageSummary) String() string {
	return fmt.Sprintf("spawns %d, execs %d, clears %d, wide %d", len(p.Spawns), len(p.Execs), len(p.Clears), len(p.Wide))
}

// A Program is what is known of the process: what this package and everything
// it imports do. Packages that import this one are not known.
type Program struct{ PackageSummary }

// MaySpawn reports whether a child is started or the process image replaced.
func (p Program) MaySpawn() bool { return len(p.Spawns)+len(p.PackageSummary.Execs) > 0 }

// ClearsUmask reports whether the umask is set to a value that lets others
// write, without being restored.
func (p Program) ClearsUmask() bool { return len(p.Clears) > 0 }

// A Set is the part of a setting that can be told across packages: the struct
// is a parameter, a result, or what a field of such a one points to.
type Set struct {
	Field  string // the row
	Object string // key of the struct
	Result int    // the result that the struct is, from 1; 0 if it is none
	Value  string // key of the value
	Const  string // the value, if it is a constant
	Data   value.Data
	Plain  bool // it happens in every call
}

func (a Set) String() string {
	name := a.Field[strings.LastIndexByte(a.Field, '.')+1:]
	if a.Const != "" {
		return "sets " + a.Object + "." + name + " to " + a.Const
	}
	return "sets " + a.Object + "." + name + " to " + a.Value
}
