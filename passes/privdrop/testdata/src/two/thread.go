package two

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/twolib"
)

// Right: the goroutine stays on its thread.
func locked() error {
	twolib.Stay()
	return twolib.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1)
}

// Right: no privilege.
func named() error { return twolib.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL)) }

// Right: still for the caller to say.
func handed(option int) error { return twolib.Prctl(option, 1) }

func noNewPrivileges() error {
	return twolib.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1) // want `^error: twolib.Prctl affects only the calling thread: goroutines on other threads keep their privileges; lock the goroutine to its thread and let it exec or exit there, or use syscall.AllThreadsSyscall \(privdrop/drop-one-thread\)$`
}

func lose(all []uintptr) error {
	for _, c := range all {
		if err := twolib.LoseCapability(c); err != nil { // want `error: twolib.LoseCapability affects only the calling thread`
			return err
		}
	}
	return nil
}

// Right: closed before.
func closed(dir string) error {
	top, err := twolib.Top()
	if err != nil {
		return err
	}
	if err := top.Close(); err != nil {
		return err
	}
	return twolib.Within(dir)
}

// Right: a file.
func file(dir string) error {
	f, err := os.Open("/etc/passwd")
	if err != nil {
		return err
	}
	keep(f)
	return twolib.Within(dir)
}

func keep(*os.File) {}

func open(dir string) error {
	top, err := twolib.Top() // want `^warning: directory still open at the chroot on line 66: .*dir-fd-across-chroot`
	if err != nil {
		return err
	}
	keep(top)
	return twolib.Within(dir)
}
