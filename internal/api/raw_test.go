package api

import (
	"go/types"
	"strings"
	"testing"
)

// TestRawRows proves the rows for numbered system calls: each trap has a
// constant, no trap stands twice, each role is an argument that Syscall6 or
// Syscall9 has, and flags and siblings exist where the trap does.
func TestRawRows(t *testing.T) {
	worlds := allWorlds(t)
	seen := make(map[string]bool)
	for _, r := range raws {
		if seen[r.Trap] {
			t.Errorf("two rows for %s", r.Trap)
		}
		seen[r.Trap] = true
		if r.Call.Name != r.Trap {
			t.Errorf("%s: Name is %s", r.Trap, r.Call.Name)
		}
		for _, p := range append(checkShape(&r.Call), checkRaw(r, worlds)...) {
			t.Error(p)
		}
	}
}

func checkRaw(r *Raw, worlds map[string]world) []string {
	var bad []string
	for _, role := range roles(&r.Call) {
		if role.arg != 0 && (role.arg < 2 || role.arg > 7) {
			bad = append(bad, r.Trap+": "+role.name+" is no argument of the system call")
		}
	}
	if r.Call.Result > 1 {
		bad = append(bad, r.Trap+": only the first result is of use")
	}
	var need []string
	if fd := r.Call.FD; fd != nil {
		for _, name := range []string{fd.Flag, fd.Sibling, fd.SiblingFlag} {
			if name != "" {
				need = append(need, name)
			}
		}
		if fd.Inner != nil {
			need = append(need, fd.Inner.Flag)
		}
	}
	traps, complete := 0, 0
	for _, s := range systems {
		pkg := worlds[s.goos][strings.TrimSuffix(ext, ".")]
		if pkg == nil || pkg.Scope().Lookup(r.Trap) == nil {
			continue
		}
		traps++
		missing := 0
		for _, name := range need {
			if pkg.Scope().Lookup(name) == nil {
				missing++
			}
		}
		if missing == 0 {
			complete++
		}
	}
	if traps == 0 {
		bad = append(bad, r.Trap+" exists nowhere")
	} else if complete == 0 {
		bad = append(bad, r.Trap+": no system has all of "+strings.Join(need, ", "))
	}
	return bad
}

// TestCheckRawFails proves that the proof of raw rows can fail.
func TestCheckRawFails(t *testing.T) {
	worlds := allWorlds(t)
	for want, r := range map[string]*Raw{
		"exists nowhere":              raw("SYS_OPENED", Call{Path: 2})[0],
		"Path is no argument":         raw("SYS_OPEN", Call{Path: 1})[0],
		"Mode is no argument":         raw("SYS_OPEN", Call{Mode: 8})[0],
		"no system has all of O_NONE": rawFD("SYS_OPEN", File, "O_NONE", 3)[0],
		"no system has all of SYS_PI": rawOld("SYS_PIPE", Pipe, "SYS_PIPE9", "O_CLOEXEC")[0],
		"only the first result":       raw("SYS_OPEN", Call{Result: 2})[0],
	} {
		if got := strings.Join(checkRaw(r, worlds), "\n"); !strings.Contains(got, want) {
			t.Errorf("want a complaint with %q, got %q", want, got)
		}
	}
}

func TestLookupRaw(t *testing.T) {
	linux, openbsd, windows := allWorlds(t)["linux"], allWorlds(t)["openbsd"], allWorlds(t)["windows"]
	unix := linux["golang.org/x/sys/unix"]
	number := func(w world, pkg, name string) int64 {
		t.Helper()
		v, ok := constOf(w[pkg], name)
		if !ok {
			t.Fatalf("%s has no %s", pkg, name)
		}
		return v
	}
	tests := []struct {
		name string
		fn   *types.Func
		trap int64
		with []*types.Package
		want string
	}{
		{"std", linux.find("syscall.Syscall"), number(linux, "syscall", "SYS_OPENAT"), nil, "SYS_OPENAT"},
		{"ext", linux.find("golang.org/x/sys/unix.Syscall6"), number(linux, "golang.org/x/sys/unix", "SYS_OPENAT2"), nil, "SYS_OPENAT2"},
		{"std with a constant of ext", linux.find("syscall.RawSyscall"), number(linux, "golang.org/x/sys/unix", "SYS_MEMFD_CREATE"), []*types.Package{linux["os"], unix}, "SYS_MEMFD_CREATE"},
		{"std without ext", linux.find("syscall.RawSyscall"), number(linux, "golang.org/x/sys/unix", "SYS_MEMFD_CREATE"), []*types.Package{linux["os"]}, ""},
		{"another system's number", openbsd.find("syscall.Syscall"), number(openbsd, "syscall", "SYS_OPENAT"), nil, "SYS_OPENAT"},
		{"no row", linux.find("syscall.Syscall"), number(linux, "syscall", "SYS_GETPID"), nil, ""},
		{"no number", linux.find("syscall.Syscall"), -1, nil, ""},
	}
	for _, tt := range tests {
		if !IsRawSyscall(tt.fn) {
			t.Errorf("%s: %v is no raw system call", tt.name, tt.fn)
			continue
		}
		got := ""
		if row := LookupRaw(tt.fn, tt.trap, tt.with...); row != nil {
			got = row.Name
		}
		if got != tt.want {
			t.Errorf("%s: got row %q, want %q", tt.name, got, tt.want)
		}
	}
	if IsRawSyscall(windows.find("syscall.Syscall")) {
		t.Error("syscall.Syscall on Windows calls a procedure, not a system call by number")
	}
	if IsRawSyscall(linux.find("syscall.Open")) || IsRawSyscall(nil) {
		t.Error("syscall.Open or nil passes for a raw system call")
	}
}

// TestAllThreads: the same trap means less through RawSyscall than through
// AllThreadsSyscall.
func TestAllThreads(t *testing.T) {
	w := allWorlds(t)["linux"]
	for _, name := range []string{"SYS_SETUID", "SYS_SETGROUPS", "SYS_PRCTL", "SYS_CAPSET"} {
		trap, _ := constOf(w["syscall"], name)
		one := LookupRaw(w.find("syscall.RawSyscall"), trap)
		every := LookupRaw(w.find("syscall.AllThreadsSyscall"), trap)
		if one == nil || !one.Cred.OneThread {
			t.Errorf("%s by RawSyscall is not told to change one thread", name)
		}
		if every == nil || every.Cred.OneThread {
			t.Errorf("%s by AllThreadsSyscall is told to change one thread", name)
		}
	}
}

func TestLookupRequest(t *testing.T) {
	w := allWorlds(t)["linux"]
	unix := w["golang.org/x/sys/unix"]
	for _, r := range requests {
		request, ok := constOf(unix, r.name)
		if !ok {
			t.Errorf("%s does not exist", r.name)
			continue
		}
		if got := LookupRequest(w.find("golang.org/x/sys/unix.IoctlRetInt"), request); got != r.fd {
			t.Errorf("LookupRequest(%s) = %v", r.name, got)
		}
		if got := LookupRequest(w.find("syscall.Syscall"), request, unix); got != r.fd {
			t.Errorf("LookupRequest(%s) with x/sys/unix = %v", r.name, got)
		}
	}
	winsize, _ := constOf(unix, "TIOCGWINSZ")
	if got := LookupRequest(w.find("golang.org/x/sys/unix.IoctlRetInt"), winsize); got != nil {
		t.Errorf("TIOCGWINSZ makes a descriptor: %v", got)
	}
}
