package privdrop

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

const (
	helperVar = "PRIVDROP_TEST_HELPER"
	nobody    = 65534
)

// TestMain lets the test binary be the process that gives up its rights.
func TestMain(m *testing.M) {
	name := os.Getenv(helperVar)
	if name == "" {
		os.Exit(m.Run())
	}
	run := map[string]func() error{
		"drop": dropAndRegain, "keepcaps": dropKeepingCaps, "refused": dropRefused,
		"chroot": chrootAndLook, "nnp": noNewPrivs, "setuid": func() error { return runSetuid(false) },
	}[name]
	if run == nil {
		fmt.Println("no helper", name)
		os.Exit(2)
	}
	if err := run(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// inChild runs a helper, with root's supplementary groups if we are root.
func inChild(t *testing.T, name string, env ...string) {
	t.Helper()
	c := exec.Command("/proc/self/exe")
	c.Env = append(env, helperVar+"="+name)
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Groups: []uint32{0, 27, 999}}}
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
}

// threads starts n threads that stay, each of which runs what it is sent.
func threads(n int) (onEach func(f func() error) error) {
	type call struct {
		f    func() error
		done chan error
	}
	var calls []chan call
	for range n {
		c := make(chan call)
		calls = append(calls, c)
		var ready sync.WaitGroup
		ready.Add(1)
		go func() {
			runtime.LockOSThread()
			ready.Done()
			for r := range c {
				r.done <- r.f()
			}
		}()
		ready.Wait()
	}
	return func(f func() error) error {
		for _, c := range calls {
			done := make(chan error)
			c <- call{f, done}
			if err := <-done; err != nil {
				return err
			}
		}
		return nil
	}
}

func dropAndRegain() error {
	onEach := threads(8)
	if groups, _ := syscall.Getgroups(); !slices.Contains(groups, 27) {
		return fmt.Errorf("control: groups are %v", groups)
	}
	if err := To(nobody, nobody-1, []int{nobody - 2, nobody - 3}); err != nil {
		return err
	}
	seen := 0
	list, err := openThreads()
	if err != nil {
		return err
	}
	defer list.Close()
	err = eachThread(list, func(status map[string]string) error {
		seen++
		got := fmt.Sprintf("%s %s %s %s %s", strings.Fields(status["Uid"]), strings.Fields(status["Gid"]),
			strings.Fields(status["Groups"]), status["CapPrm"], status["CapEff"])
		want := "[65534 65534 65534 65534] [65533 65533 65533 65533] [65531 65532] 0000000000000000 0000000000000000"
		if got != want {
			return fmt.Errorf("%s, want %s", got, want)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if seen < 9 {
		return fmt.Errorf("only %d threads were looked at", seen)
	}
	// Each thread for itself, past all the care of package syscall.
	return onEach(func() error {
		for what, nr := range map[string]uintptr{"setuid": syscall.SYS_SETUID, "setgid": syscall.SYS_SETGID} {
			if _, _, errno := syscall.RawSyscall(nr, 0, 0, 0); errno != syscall.EPERM {
				return fmt.Errorf("%s(0): %v, want EPERM", what, errno)
			}
		}
		none := ^uintptr(0)
		for what, nr := range map[string]uintptr{"setresuid": syscall.SYS_SETRESUID, "setresgid": syscall.SYS_SETRESGID} {
			if _, _, errno := syscall.RawSyscall(nr, none, 0, none); errno != syscall.EPERM {
				return fmt.Errorf("%s(-1, 0, -1): %v, want EPERM", what, errno)
			}
		}
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETGROUPS, 0, 0, 0); errno != syscall.EPERM {
			return fmt.Errorf("setgroups: %v, want EPERM", errno)
		}
		if _, err := os.ReadFile("/etc/shadow"); err == nil {
			return errors.New("/etc/shadow can be read")
		}
		return nil
	})
}

func TestTo(t *testing.T) {
	needRoot(t)
	inChild(t, "drop")
}

// One thread keeps its capabilities over the change of uid: To notices.
func dropKeepingCaps() error {
	const prSetKeepcaps = 8
	err := threads(1)(func() error {
		if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetKeepcaps, 1, 0); errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := To(nobody, nobody, nil); !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "CapPrm") {
		return fmt.Errorf("%v, want ErrIncomplete that names CapPrm", err)
	}
	return nil
}

func TestToNoticesWhatIsLeft(t *testing.T) {
	needRoot(t)
	inChild(t, "keepcaps")
}

func dropRefused() error {
	for _, c := range []struct {
		uid, gid int
		groups   []int
	}{{0, 1, nil}, {1, 0, nil}, {-1, 1, nil}, {1, -1, nil}, {1, 1, []int{0}}, {1, 1, []int{2, -1}}} {
		if err := To(c.uid, c.gid, c.groups); err != ErrRoot {
			return fmt.Errorf("%v: %v, want ErrRoot", c, err)
		}
	}
	if os.Geteuid() != 0 {
		if err := To(nobody, nobody, nil); !errors.Is(err, syscall.EPERM) {
			return fmt.Errorf("%v, want EPERM", err)
		}
		if err := Chroot("/"); !errors.Is(err, syscall.EPERM) {
			return fmt.Errorf("chroot: %v, want EPERM", err)
		}
		return nil
	}
	if groups, _ := syscall.Getgroups(); !slices.Contains(groups, 27) {
		return fmt.Errorf("a refused call has changed the groups to %v", groups)
	}
	return nil
}

func TestToRefuses(t *testing.T) { inChild(t, "refused") }

func chrootAndLook() error {
	dir := os.Getenv("DIR")
	if err := Chroot(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%v, want fs.ErrNotExist", err)
	}
	if err := Chroot(dir); err != nil {
		return err
	}
	if wd, err := os.Getwd(); wd != "/" || err != nil {
		return fmt.Errorf("working directory %s, %v", wd, err)
	}
	for _, name := range []string{"/inside", "inside", "../inside", "../../../inside"} {
		if _, err := os.Stat(name); err != nil {
			return err
		}
	}
	if _, err := os.Stat("../etc/passwd"); err == nil {
		return errors.New("../etc/passwd is there")
	}
	// The usual order of a daemon; there is no /proc any more.
	return To(nobody, nobody, nil)
}

func TestChroot(t *testing.T) {
	needRoot(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "inside"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil { // nothing can be opened in it after the drop
		t.Fatal(err)
	}
	inChild(t, "chroot", "DIR="+dir)
}

func noNewPrivs() error {
	onEach := threads(8)
	if err := NoNewPrivs(); err != nil {
		return err
	}
	const prGetNoNewPrivs = 39
	err := onEach(func() error {
		on, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prGetNoNewPrivs, 0, 0, 0, 0, 0)
		if on != 1 || errno != 0 {
			return fmt.Errorf("NO_NEW_PRIVS is %d, %v", on, errno)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return runSetuid(true)
}

// runSetuid runs a program with the setuid bit as nobody and compares the uid that it
// gets.
func runSetuid(protected bool) error {
	id := os.Getenv("SETUID_ID")
	if id == "" {
		return nil
	}
	c := exec.Command(id, "-u")
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := c.Output()
	if err != nil {
		return err
	}
	want := "0"
	if protected {
		want = "65534"
	}
	if got := strings.TrimSpace(string(out)); got != want {
		return fmt.Errorf("a setuid program runs as %s, want %s", got, want)
	}
	return nil
}

func TestNoNewPrivs(t *testing.T) {
	var env []string
	if os.Geteuid() == 0 {
		env = append(env, "SETUID_ID="+setuidProgram(t))
		inChild(t, "setuid", env...) // control: the bit works
	}
	inChild(t, "nnp", env...)
}

// setuidProgram is a copy of id with the setuid bit that nobody can run.
func setuidProgram(t *testing.T) string {
	t.Helper()
	id, err := exec.LookPath("id")
	if err != nil {
		t.Skip("needs id")
	}
	dir, err := os.MkdirTemp("", "setuid")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "id")
	src, err := os.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	dst, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(dst, src)
	if err := errors.Join(err, dst.Chmod(0o755|fs.ModeSetuid), dst.Close(), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSeccompNumberIsKnown(t *testing.T) {
	if _, ok := seccompNumber(runtime.GOARCH); !ok {
		t.Errorf("no number for %s", runtime.GOARCH)
	}
}

func FuzzParseStatus(f *testing.F) {
	f.Add([]byte("Name:\tx\nUid:\t0\t0\t0\t0\n"))
	f.Add([]byte(":\n::"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for key := range parseStatus(b) {
			if strings.ContainsAny(key, ":\n") {
				t.Fatalf("key %q", key)
			}
		}
	})
}
