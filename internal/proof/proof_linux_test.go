package proof_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A proof is a program of testdata that loses to an attacker until it is fixed.
type proof struct {
	kind    string // what permvet says of it
	helpers bool   // the fix is the one that uses safecreate
	rounds  int    // of the fixed program; the broken one gets up to as many to lose
	// play runs the program and returns how often it lost.
	play func(t *testing.T, a arena, rounds int) int
}

var proofs = map[string]proof{
	"narrowed":  {kind: "chmodrace/narrowed-after-create", rounds: 5000, play: attacked("read")},
	"listen":    {kind: "unixsocket/listen-then-chmod", helpers: true, rounds: 3000, play: attacked("connect", "umask0")},
	"writable":  {kind: "filemode/world-writable", rounds: 5000, play: attacked("write", "umask0")},
	"secret":    {kind: "filemode/secret-readable", rounds: 5000, play: attacked("read")},
	"window":    {kind: "umask/umask-window", helpers: true, rounds: 5000, play: counted},
	"cloexec":   {kind: "cloexec/missing-cloexec", rounds: 1000, play: counted},
	"setgroups": {kind: "privdrop/drop-one-thread", rounds: 1, play: inGroup},
	"temp":      {kind: "tempfile/predictable-temp", rounds: 3000, play: linked},
}

// TestFixesCloseTheHole lets each program lose, fixes it, and lets it win.
func TestFixesCloseTheHole(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("the attackers are other users, and only root can become them")
	}
	permvet := filepath.Join(t.TempDir(), "permvet")
	command(t, ".", "go", "build", "-o", permvet, "github.com/permvet/permvet/cmd/permvet")
	for name, p := range proofs {
		t.Run(name, func(t *testing.T) {
			dir := module(t, name)
			if out := output(t, dir, permvet, "-fail=none", "./..."); !strings.Contains(out, p.kind) {
				t.Fatalf("permvet does not say %s:\n%s", p.kind, out)
			}
			a := newArena(t)
			a.build(t, dir)
			lost := 0
			for n := 0; n < 10 && lost == 0; n++ {
				lost = p.play(t, a, (p.rounds+9)/10)
			}
			if lost == 0 {
				t.Fatal("the attacker never won before the fix: this proves nothing")
			}
			fix := []string{"-fix", "-fail=none", "./..."}
			if p.helpers {
				fix = append([]string{"-helpers"}, fix...)
			}
			output(t, dir, permvet, fix...)
			a.build(t, dir)
			if after := p.play(t, a, p.rounds); after != 0 {
				t.Errorf("the attacker won %d times in %d rounds after the fix", after, p.rounds)
			}
			t.Logf("the attacker won %d times before the fix, never in %d rounds after it", lost, p.rounds)
		})
	}
}

// module copies a program into a module of its own, which may use safecreate.
func module(t *testing.T, name string) string {
	t.Helper()
	root := strings.TrimSpace(output(t, ".", "go", "list", "-m", "-f", "{{.Dir}}", "github.com/permvet/permvet"))
	dir := t.TempDir()
	source, err := os.ReadFile(filepath.Join("testdata", name, "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	sys := strings.TrimSpace(output(t, ".", "go", "list", "-m", "golang.org/x/sys"))
	write(t, filepath.Join(dir, "main.go"), source)
	write(t, filepath.Join(dir, "go.sum"), sums)
	write(t, filepath.Join(dir, "go.mod"), []byte("module example.org/"+name+"\n\ngo 1.26\n\nrequire (\n"+
		sys+"\ngithub.com/permvet/permvet/safecreate v0.0.0\n)\n\nreplace github.com/permvet/permvet/safecreate => "+
		filepath.Join(root, "safecreate")+"\n"))
	return dir
}

// An arena is a directory in which the program and its attacker meet.
type arena struct{ dir string }

func newArena(t *testing.T) arena {
	t.Helper()
	dir, err := os.MkdirTemp("", "permvet-proof")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	test, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "attacker"), test)
	for path, mode := range map[string]os.FileMode{dir: 0o711, filepath.Join(dir, "attacker"): 0o755} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	return arena{dir}
}

func (a arena) build(t *testing.T, dir string) {
	t.Helper()
	command(t, dir, "go", "build", "-mod=mod", "-o", filepath.Join(a.dir, "program"), ".")
}

// run starts the program with a umask of 022 and returns what it printed.
func (a arena) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(a.dir, "program"), args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(a.dir, "shared"))
	cmd.Stderr = new(bytes.Buffer)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("program: %v\n%s", err, cmd.Stderr)
	}
	return strings.TrimSpace(string(out))
}

// attacked plays a program against an attacker at the path that it uses.
func attacked(name string, more ...string) func(*testing.T, arena, int) int {
	return func(t *testing.T, a arena, rounds int) int {
		path := filepath.Join(a.dir, "object")
		defer os.Remove(path)
		return during(t, a.dir, name, path, func() {
			a.run(t, append([]string{path, strconv.Itoa(rounds)}, append(more, "")...)...)
		})
	}
}

// counted plays a program that counts by itself how often it lost.
func counted(t *testing.T, a arena, rounds int) int {
	return number(t, a.run(t, filepath.Join(a.dir, "object"), strconv.Itoa(rounds)))
}

// linked plays a program that writes into a shared directory, where the attacker puts
// symlinks to a file that only root may write.
func linked(t *testing.T, a arena, rounds int) int {
	precious, shared := filepath.Join(a.dir, "precious"), filepath.Join(a.dir, "shared")
	write(t, precious, []byte("precious"))
	if err := os.Mkdir(shared, 0o700); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	if err := os.Chmod(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	during(t, a.dir, "link", filepath.Join(shared, "report.txt"), func() { a.run(t, "", strconv.Itoa(rounds)) })
	data, err := os.ReadFile(precious)
	if err != nil {
		t.Fatal(err)
	}
	if string(data) != "precious" {
		return 1
	}
	return 0
}

// inGroup plays a program that starts with a group that it should give up.
func inGroup(t *testing.T, a arena, _ int) int {
	cmd := exec.Command(filepath.Join(a.dir, "program"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Groups: []uint32{4242}}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("program: %v\n%s", err, out)
	}
	return number(t, strings.TrimSpace(string(out)))
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("the program printed %q, not how often it lost", text)
	}
	return n
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	output(t, dir, name, args...)
}

func output(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
