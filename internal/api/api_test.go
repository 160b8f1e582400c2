package api

import (
	"strings"
	"testing"
)

// TestRowsResolve proves each row against the real packages, on every system.
func TestRowsResolve(t *testing.T) {
	worlds := allWorlds(t)
	for _, row := range All() {
		problems := checkShape(row)
		if !thirdParty(PackageOf(row.Name)) {
			problems = check(row, worlds)
		}
		for _, p := range problems {
			t.Error(p)
		}
	}
}

// TestLibraryRows: the modules are not required here, so that only the shape of
// their rows is known.
func TestLibraryRows(t *testing.T) {
	for _, row := range libraryRows {
		if !thirdParty(PackageOf(row.Name)) {
			t.Errorf("%s is no third-party call", row.Name)
		}
		if row.Library() != row.HasFixed {
			t.Errorf("%s: Library() is %t", row.Name, row.Library())
		}
	}
	for _, row := range join(fileRows, dirRows, socketRows) {
		if row.Library() && !thirdParty(PackageOf(row.Name)) {
			t.Errorf("%s counts as a library", row.Name)
		}
	}
}

// TestCheckFails proves that the proof can fail: each row is wrong in one way.
func TestCheckFails(t *testing.T) {
	worlds := allWorlds(t)
	good := Call{Name: "os.OpenFile", Does: Create, Path: 1, Flags: 2, Mode: 3, Result: 1, Why: "x"}
	if problems := check(&good, worlds); len(problems) > 0 {
		t.Fatalf("the sound row fails: %v", problems)
	}
	tests := []struct {
		name string
		turn func(*Call)
		want string
	}{
		{"name", func(c *Call) { c.Name = "os.OpenFiles" }, "does not exist"},
		{"promoted method", func(c *Call) { *c = Call{Name: "(*net.UnixConn).Close", Does: Close, Handle: Recv, Why: "x"} }, "does not exist"},
		{"system", func(c *Call) { c.GOOS = "linux darwin" }, "exists but GOOS does not name it"},
		{"unknown system", func(c *Call) { c.GOOS = "linux hurd" }, "unknown system hurd"},
		{"missing system", func(c *Call) { *c = Call{Name: "syscall.Umask", Does: Umask, Mode: 1, RawMode: true, Why: "x"} }, "on windows: does not exist"},
		{"path", func(c *Call) { c.Path = 2 }, "Path is argument 2"},
		{"mode is a flag word", func(c *Call) { c.Mode = 2 }, "RawMode is false but"},
		{"flags is a mode", func(c *Call) { c.Flags = 3 }, "Flags is argument 3"},
		{"out of range", func(c *Call) { c.Data = 4 }, "which it does not have"},
		{"receiver of a function", func(c *Call) { c.Handle = Recv }, "which it does not have"},
		{"result", func(c *Call) { c.Result = 3 }, "Result is 3 of 2"},
		{"path result", func(c *Call) { c.PathResult = 1 }, "PathResult is 1"},
		{"variadic", func(c *Call) { c.Data, c.Variadic = 2, true }, "Variadic, but"},
		{"raw", func(c *Call) { c.RawMode = true }, "RawMode is true but"},
		{"fixed and mode", func(c *Call) { c.HasFixed = true }, "contradict"},
		{"fixed flags", func(c *Call) { c.FixedFlags = "O_RDWR|O_CREATES" }, "O_CREATES"},
		{"flag", func(c *Call) { c.FD = cloexec("O_CLOEXECS", 2) }, "O_CLOEXECS exists: false"},
		{"flag argument", func(c *Call) {
			*c = Call{Name: "golang.org/x/sys/unix.Open", Does: Create, FD: cloexec("O_CLOEXEC", 1), Why: "x"}
		}, "FlagArg 1"},
		{"flag systems", func(c *Call) {
			*c = Call{Name: "golang.org/x/sys/unix.Socket", Does: NewFD, FD: cloexec("SOCK_CLOEXEC", 2), Why: "x"}
		}, "on darwin: constant SOCK_CLOEXEC exists: false"},
		{"sibling systems", func(c *Call) {
			*c = Call{Name: "golang.org/x/sys/unix.Accept", Does: NewFD, FD: &FD{Result: 1, Sibling: "Accept4", SiblingFlag: "SOCK_CLOEXEC", SiblingGOOS: noDarwin}, Why: "x"}
		}, "on openbsd: sibling Accept4"},
		{"no kind", func(c *Call) { c.Does = None }, "never stands in a row"},
		{"create without mode", func(c *Call) { c.What, c.Mode = File, 0 }, "with no mode"},
		{"open by flags", func(c *Call) { c.Does = Open }, "never stands in a row"},
		{"kind and fixed flags", func(c *Call) { c.FixedFlags = "O_RDONLY" }, "contradicts its fixed flags"},
		{"no reason", func(c *Call) { c.Why = "" }, "no Why"},
	}
	for _, tt := range tests {
		row := good
		tt.turn(&row)
		if got := strings.Join(check(&row, worlds), "\n"); !strings.Contains(got, tt.want) {
			t.Errorf("%s: want a complaint with %q, got %q", tt.name, tt.want, got)
		}
	}
}

// TestNoDoubleRows: a second row of the same name would shadow the first.
func TestNoDoubleRows(t *testing.T) {
	seen := make(map[string]bool)
	for _, row := range All() {
		if seen[row.Name] {
			t.Errorf("two rows for %s", row.Name)
		}
		seen[row.Name] = true
	}
}

// TestPureNames: a name that does not resolve would never match.
func TestPureNames(t *testing.T) {
	w := allWorlds(t)["linux"]
	for name := range pure {
		if !thirdParty(PackageOf(name)) && w.find(name) == nil {
			t.Errorf("%s does not exist", name)
		}
	}
}

func TestLookup(t *testing.T) {
	w := allWorlds(t)["linux"]
	for _, row := range All() {
		if fn := w.find(row.Name); fn != nil && Lookup(fn) != row {
			t.Errorf("Lookup(%s) is not its row", row.Name)
		}
	}
	if fn := w.find("os.Getpagesize"); fn == nil || Lookup(fn) != nil {
		t.Error("os.Getpagesize has a row or cannot be found")
	}
	if Lookup(nil) != nil {
		t.Error("Lookup(nil) is a row")
	}
	if !Known("os") || Known("unicode/utf8") {
		t.Error("Known is wrong about os or unicode/utf8")
	}
}

func TestPackageOf(t *testing.T) {
	for name, want := range map[string]string{
		"os.Create":                          "os",
		"(*os.File).Chmod":                   "os",
		"(net/http.ResponseWriter).Write":    "net/http",
		"golang.org/x/sys/unix.Open":         "golang.org/x/sys/unix",
		"gopkg.in/yaml.v3.NewEncoder":        "gopkg.in/yaml.v3",
		"(*gopkg.in/yaml.v3.Encoder).Encode": "gopkg.in/yaml.v3",
		"github.com/satori/go.uuid.NewV4":    "github.com/satori/go.uuid",
		"(*sync/atomic.Pointer[T]).Load":     "sync/atomic",
	} {
		if got := PackageOf(name); got != want {
			t.Errorf("PackageOf(%s) = %s, want %s", name, got, want)
		}
	}
}
