//go:build linux

package privdrop_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// The claims of the documentation, shown by running. Credentials belong to the
// whole process, so each proof runs in a child: this test binary again, with
// the name of the proof in a variable.
const proofVar = "PERMVET_PRIVDROP_PROOF"

var proofs = map[string]func() error{
	"unix.Setgroups":    func() error { return threads(unix.Setgroups) },
	"syscall.Setgroups": func() error { return threads(syscall.Setgroups) },
	"order":             uidFirst,
	"reversible":        reversible,
	"groups":            func() error { fmt.Println(groupsOf("self")); return nil },
	"chroot":            chrootOnly,
}

func TestMain(m *testing.M) {
	if proof := proofs[os.Getenv(proofVar)]; proof != nil {
		if err := proof(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// prove runs a proof in a child of root's and returns what it prints.
func prove(t *testing.T, name string, attr *syscall.SysProcAttr) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can change credentials")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = []string{proofVar + "=" + name}
	cmd.SysProcAttr = attr
	cmd.Dir = "/"
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if strings.Contains(stderr.String(), syscall.EPERM.Error()) || strings.Contains(err.Error(), syscall.EPERM.Error()) {
			t.Skipf("root has not its rights here: %v %s", err, stderr.String())
		}
		t.Fatalf("%s: %v\n%s", name, err, stderr.String())
	}
	return strings.TrimSpace(string(out))
}

// threads keeps several threads alive, changes the groups in this one, and
// prints how many of the threads have the new groups, and how many there are.
func threads(setgroups func([]int) error) error {
	if err := syscall.Setgroups([]int{1, 2}); err != nil {
		return err
	}
	const others = 4
	ready, done := make(chan bool), make(chan bool)
	for range others {
		go func() {
			runtime.LockOSThread()
			ready <- true
			<-done
		}()
	}
	for range others {
		<-ready
	}
	runtime.LockOSThread()
	if err := setgroups([]int{65534}); err != nil {
		return err
	}
	tasks, err := filepath.Glob("/proc/self/task/*")
	if err != nil {
		return err
	}
	changed := 0
	for _, task := range tasks {
		if groupsOf("self/task/"+filepath.Base(task)) == "65534" {
			changed++
		}
	}
	close(done)
	switch {
	case changed == 1 && len(tasks) > others:
		fmt.Println("one")
	case changed == len(tasks):
		fmt.Println("all")
	default:
		fmt.Println(changed, "of", len(tasks))
	}
	return nil
}

// groupsOf reads the supplementary groups of a task.
func groupsOf(task string) string {
	b, err := os.ReadFile("/proc/" + task + "/status")
	if err != nil {
		return err.Error()
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "Groups:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "no groups"
}

// TestSetgroupsOneThread: drop-one-thread.
func TestSetgroupsOneThread(t *testing.T) {
	for name, want := range map[string]string{"unix.Setgroups": "one", "syscall.Setgroups": "all"} {
		if got := prove(t, name, nil); got != want {
			t.Errorf("%s changed %s thread(s), want %s", name, got, want)
		}
	}
}

// uidFirst tries the wrong order and prints what the later steps say.
func uidFirst() error {
	if err := syscall.Setuid(65534); err != nil {
		return err
	}
	//permvet:ignore privdrop the wrong order is what this proves to fail
	fmt.Println(syscall.Setgid(65534) == syscall.EPERM, syscall.Setgroups(nil) == syscall.EPERM, syscall.Chroot("/") != nil)
	return nil
}

// TestWrongOrder: drop-order.
func TestWrongOrder(t *testing.T) {
	if got := prove(t, "order", nil); got != "true true true" {
		t.Errorf("setgid, setgroups and chroot after setuid fail: %s", got)
	}
}

// reversible gives up the effective uid and takes it back.
func reversible() error {
	if err := syscall.Seteuid(65534); err != nil {
		return err
	}
	fmt.Println(syscall.Seteuid(0) == nil)
	return nil
}

// TestComesBack: drop-reversible.
func TestComesBack(t *testing.T) {
	if got := prove(t, "reversible", nil); got != "true" {
		t.Errorf("the uid of before comes back: %s", got)
	}
}

// TestChildGroups: child-groups, and that nil Groups is right.
func TestChildGroups(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can change credentials")
	}
	saved, err := syscall.Getgroups()
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setgroups([]int{1, 2}); err != nil {
		t.Skipf("root has not its rights here: %v", err)
	}
	defer func() {
		if err := syscall.Setgroups(saved); err != nil {
			t.Error(err)
		}
	}()
	cred := syscall.Credential{Uid: 0, Gid: 65534} // uid 0, so that it may execute this binary wherever it lies
	if got := prove(t, "groups", &syscall.SysProcAttr{Credential: &cred}); got != "" {
		t.Errorf("with nil Groups the child has %q", got)
	}
	keep := cred
	keep.NoSetGroups = true
	if got := prove(t, "groups", &syscall.SysProcAttr{Credential: &keep}); got != "1 2" {
		t.Errorf("with NoSetGroups the child has %q", got)
	}
	maps := []syscall.SysProcIDMap{{ContainerID: 0, HostID: 0, Size: 65536}}
	got := prove(t, "groups", &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER, UidMappings: maps, GidMappings: maps, Credential: &cred,
	})
	if got != "1 2" {
		t.Errorf("with GidMappings and without GidMappingsEnableSetgroups the child has %q", got)
	}
}

// chrootOnly changes the root but not the directory, and prints what can be
// reached by a relative path.
func chrootOnly() error {
	outside, err := os.MkdirTemp("", "outside")
	if err != nil {
		return err
	}
	defer os.RemoveAll(outside)
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("reached"), 0o600); err != nil {
		return err
	}
	jail := filepath.Join(outside, "jail")
	if err := os.Mkdir(jail, 0o700); err != nil {
		return err
	}
	if err := os.Chdir(outside); err != nil {
		return err
	}
	//permvet:ignore privdrop this is the way out that the check warns of
	if err := syscall.Chroot(jail); err != nil {
		return err
	}
	if _, err := os.Stat("/secret"); err == nil {
		return fmt.Errorf("the root did not change")
	}
	b, err := os.ReadFile("secret")
	if err != nil {
		return err
	}
	fmt.Println(string(b))
	entries, err := os.ReadDir("..") // so that the directory can be removed again
	if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "secret" }) {
		return fmt.Errorf("the parent is not outside: %v", err)
	}
	return os.Chdir("..")
}

// TestChrootAlone: chroot-no-chdir.
func TestChrootAlone(t *testing.T) {
	if got := prove(t, "chroot", nil); got != "reached" {
		t.Errorf("a relative path gives %q", got)
	}
}
