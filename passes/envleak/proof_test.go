package envleak_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The claims of the documentation, shown by running: a child, this test binary
// again, says what it knows of a variable.
const (
	secretVar = "PERMVET_ENVLEAK_SECRET"
	roleVar   = "PERMVET_ENVLEAK_CHILD"
)

func TestMain(m *testing.M) {
	if os.Getenv(roleVar) != "" && len(os.Args) == 1 {
		os.Stdout.WriteString(os.Getenv(secretVar))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// only is the filter of the documentation, which finds nothing here.
func only(names ...string) []string {
	var env []string
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// TestNilFilter: env-filter-nil. A child whose filtered environment is nil has
// the secret; one whose filtered environment is empty has not.
func TestNilFilter(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(secretVar, "the secret")
	t.Setenv(roleVar, "1")
	run := func(env []string) string {
		cmd := exec.Command(exe)
		cmd.Env = env
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	filtered := only("PERMVET_NO_SUCH_VARIABLE")
	if got := run(filtered); got != "the secret" {
		t.Errorf("with a nil list the child says %q", got)
	}
	fixed := append([]string{}, filtered...)
	fixed = append(fixed, roleVar+"=1") // so that the child knows what it is
	if got := run(fixed); got != "" {
		t.Errorf("with a list that is not nil the child says %q", got)
	}
}

// TestAliasedAppend: env-aliased. Two children are described from one list with
// room behind its end: the first gets what was meant for the second.
func TestAliasedAppend(t *testing.T) {
	shared := append(make([]string, 0, 8), "PATH=/bin")
	first := append(shared, "TOKEN=of the first")
	second := append(shared, "TOKEN=of the second")
	if got := strings.Join(first, " "); !strings.Contains(got, "of the second") {
		t.Errorf("the first child gets %q", got)
	}
	if second[1] != "TOKEN=of the second" {
		t.Errorf("the second child gets %q", second)
	}
}
