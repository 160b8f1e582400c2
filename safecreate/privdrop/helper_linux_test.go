package privdrop_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/permvet/permvet/safecreate/privdrop/internal/inmate"
)

const nobody = 65534

// TestMain lets the test binary be the inmate.
func TestMain(m *testing.M) {
	inmate.Main()
	os.Exit(m.Run())
}

// child prepares an inmate, with root's supplementary groups if we are root.
// PRIVDROP_INMATE_PROGRAM is one that has been built with -cover.
func child(t *testing.T, role string, env ...string) *exec.Cmd {
	t.Helper()
	program := os.Getenv("PRIVDROP_INMATE_PROGRAM")
	if program == "" {
		program = "/proc/self/exe"
	}
	c := exec.Command(program)
	c.Env = append(env, "GORACE=atexit_sleep_ms=0", inmate.Var+"="+role, inmate.CoverVar+"="+os.Getenv(inmate.CoverVar))
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Groups: []uint32{0, 27, 999}}}
	}
	return c
}

func inChild(t *testing.T, role string, env ...string) {
	t.Helper()
	runChild(t, child(t, role, env...))
}

func runChild(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	if _, err := os.Stat("/proc/self/task"); err != nil {
		t.Skip("needs /proc")
	}
	m, err := os.ReadFile("/proc/self/uid_map")
	if err != nil || !slices.Equal(strings.Fields(string(m)), []string{"0", "0", "4294967295"}) {
		t.Skip("needs root outside of user namespaces")
	}
}
