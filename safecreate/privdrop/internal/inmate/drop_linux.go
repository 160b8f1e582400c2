package inmate

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"github.com/permvet/permvet/safecreate/privdrop"
)

func dropAndRegain() error {
	onEach := staying(8)
	if groups, _ := syscall.Getgroups(); !slices.Contains(groups, 27) {
		return fmt.Errorf("control: groups are %v", groups)
	}
	l, err := openLook()
	if err != nil {
		return err
	}
	if err := privdrop.To(nobody, nobody-1, []int{nobody - 2, nobody - 3}); err != nil {
		return err
	}
	err = errors.Join(l.all("Uid", "65534 65534 65534 65534"), l.all("Gid", "65533 65533 65533 65533"),
		l.all("Groups", "65531 65532"), l.nothingLeft())
	if err != nil {
		return err
	}
	if err := runSetuid(true); err != nil {
		return err
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

// dropOf drops, inside DIR if there is one, where threads would keep rights that set by
// itself sets. Without cgo they are cleared, with cgo noticed; never silently kept.
func dropOf(key string) error {
	l, err := openLook() //permvet:ignore privdrop/dir-fd-across-chroot it is what looks into the jail from outside
	if err != nil {
		return err
	}
	if got, err := l.values(key); err != nil || !slices.ContainsFunc(got, func(s string) bool { return s != noCaps }) {
		return fmt.Errorf("control: %s is %q, %v", key, got, err)
	}
	if dir := os.Getenv("DIR"); dir != "" {
		if err := privdrop.Chroot(dir); err != nil {
			return err
		}
		if _, err := os.Stat("/proc"); err == nil {
			return errors.New("control: there is a /proc")
		}
	}
	err = privdrop.To(nobody, nobody, nil)
	if !hasCgo() {
		return errors.Join(err, l.nothingLeft())
	}
	if !errors.Is(err, privdrop.ErrIncomplete) || !strings.Contains(err.Error(), key) {
		return fmt.Errorf("%v, want ErrIncomplete that names %s", err, key)
	}
	return nil
}

// One thread keeps its capabilities over the change of uid.
func dropKeepingCaps() error {
	const prSetKeepcaps = 8
	if err := staying(1)(func() error { return prctl(prSetKeepcaps, 1, 0) }); err != nil {
		return err
	}
	return dropOf("CapPrm")
}

// Capabilities that an execve of the right file would bring back.
func dropInheritable() error { return dropOf("CapInh") }

// The kernel is told not to take capabilities away from who is not root any more.
func dropWithSecurebits() error {
	const prSetSecurebits, noSetuidFixup = 28, 1 << 2
	if err := staying(1)(func() error { return prctl(prSetSecurebits, noSetuidFixup, 0) }); err != nil {
		return err
	}
	return dropOf("CapPrm")
}

// limitAndExec gives up CAP_SETPCAP for the helper that it becomes.
func limitAndExec() error {
	const capSetpcap = 8
	return staying(1)(func() error {
		if err := prctl(prCapBsetDrop, capSetpcap, 0); err != nil {
			return err
		}
		return syscall.Exec("/proc/self/exe", []string{"x"}, []string{Var + "=nosetpcap", CoverVar + "=" + os.Getenv(CoverVar)})
	})
}

func dropWithoutSetpcap() error {
	l, err := openLook()
	if err != nil {
		return err
	}
	before, err := l.values("CapBnd")
	if err != nil || len(before) != 1 || before[0] == noCaps {
		return fmt.Errorf("control: CapBnd is %q, %v", before, err)
	}
	if err := privdrop.To(nobody, nobody, nil); err != nil {
		return err
	}
	return errors.Join(l.all("CapBnd", before[0]), l.all("NoNewPrivs", "1"), l.all("CapPrm", noCaps))
}

func dropAllowingSetuid() error {
	l, err := openLook()
	if err != nil {
		return err
	}
	before, err := l.values("CapBnd")
	if err != nil || len(before) != 1 {
		return fmt.Errorf("control: CapBnd is %q, %v", before, err)
	}
	if err := privdrop.To(nobody, nobody, nil, privdrop.AllowSetuid()); err != nil {
		return err
	}
	err = errors.Join(l.all("CapBnd", before[0]), l.all("NoNewPrivs", "0"),
		l.all("CapPrm", noCaps), l.all("CapInh", noCaps))
	if err != nil {
		return err
	}
	out, err := exec.Command(os.Getenv("SETUID_ID"), "-u").Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "0" {
		return fmt.Errorf("a setuid program runs as %q, %v, want 0", got, err)
	}
	return nil
}

// dropWithoutProc is in a jail that Chroot of this package has not made.
func dropWithoutProc() error {
	l, err := openLook() //permvet:ignore privdrop/dir-fd-across-chroot it is what looks into the jail from outside
	if err != nil {
		return err
	}
	before, err := l.values("CapBnd")
	if err != nil {
		return err
	}
	if err := errors.Join(syscall.Chroot(os.Getenv("DIR")), os.Chdir("/")); err != nil {
		return err
	}
	for _, before := range []func() error{func() error { return nil }, func() error { return privdrop.Chroot("/") }} {
		if err := before(); err != nil { // it needs no /proc itself
			return err
		}
		if err := privdrop.To(nobody, nobody, nil); !errors.Is(err, privdrop.ErrNoProc) {
			return fmt.Errorf("%v, want ErrNoProc", err)
		}
	}
	if err := privdrop.NoNewPrivs(); err != nil { // needs none: the calls themselves reach all threads
		return err
	}
	return errors.Join(l.all("Uid", "0 0 0 0"), l.all("Groups", "0 27 999"), l.all("CapBnd", before[0]), l.all("NoNewPrivs", "1"))
}

func dropRefused() error {
	for _, c := range []struct {
		uid, gid int
		groups   []int
	}{{0, 1, nil}, {1, 0, nil}, {-1, 1, nil}, {1, -1, nil}, {1, 1, []int{0}}, {1, 1, []int{2, -1}}} {
		if err := privdrop.To(c.uid, c.gid, c.groups); err != privdrop.ErrRoot {
			return fmt.Errorf("%v: %v, want ErrRoot", c, err)
		}
	}
	if os.Geteuid() != 0 {
		if err := privdrop.To(nobody, nobody, nil); !errors.Is(err, syscall.EPERM) { //permvet:ignore privdrop/dir-fd-across-chroot To closes what Chroot keeps
			return fmt.Errorf("%v, want EPERM", err)
		}
		if err := privdrop.Chroot("/"); !errors.Is(err, syscall.EPERM) {
			return fmt.Errorf("chroot: %v, want EPERM", err)
		}
		return nil
	}
	if groups, _ := syscall.Getgroups(); !slices.Contains(groups, 27) {
		return fmt.Errorf("a refused call has changed the groups to %v", groups)
	}
	return nil
}

func noNewPrivs() error {
	onEach := staying(8)
	if err := privdrop.NoNewPrivs(); err != nil {
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
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	return runSetuid(true)
}

// runSetuid runs a program with the setuid bit as nobody and compares the uid that it
// gets.
func runSetuid(protected bool) error {
	c := exec.Command(os.Getenv("SETUID_ID"), "-u") //permvet:ignore envleak/env-to-less-trusted-child the environment of a test
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
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
