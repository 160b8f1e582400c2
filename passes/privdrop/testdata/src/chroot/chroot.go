package chroot

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Right: chroot, then the new root as working directory.
func after(dir string) error {
	if err := syscall.Chroot(dir); err != nil {
		return err
	}
	return os.Chdir("/")
}

// Right: the directory first, then chroot to where one is.
func before(dir string) error {
	if err := os.Chdir(dir); err != nil {
		return err
	}
	return unix.Chroot(".")
}

// Right: both name the same directory.
func same(dir string) error {
	if err := os.Chdir(dir); err != nil {
		return err
	}
	return unix.Chroot(dir)
}

// Right: enter, whose only caller changes the directory.
func caller(dir string) error {
	if err := enter(dir); err != nil {
		return err
	}
	return os.Chdir("/")
}

func enter(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return err
	}
	return syscall.Chroot(dir)
}

// Right: the way out is closed before.
func closed(dir string) error {
	root, err := os.Open("/")
	if err != nil {
		return err
	}
	root.Close()
	return after(dir)
}

// Right: used in this function, and closed when it returns.
func emptied(dir string, empty func(*os.File) error) error {
	old, err := os.Open("/")
	if err != nil {
		return err
	}
	defer old.Close()
	if err := after(dir); err != nil {
		return err
	}
	return empty(old)
}

// Right: the way out is wanted.
func backAgain(dir string) error {
	fd, err := unix.Open("/", unix.O_DIRECTORY|unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err := after(dir); err != nil {
		return err
	}
	if err := unix.Fchdir(fd); err != nil {
		return err
	}
	return unix.Chroot(".")
}

func outside(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return err
	}
	return syscall.Chroot(dir) // want `^error: syscall.Chroot without chdir: the working directory stays outside the new root and can be escaped with \.\.; call os.Chdir\("/"\) next \(privdrop/chroot-no-chdir\)$`
}

func elsewhere(dir string) error {
	if err := os.Chdir("/tmp"); err != nil {
		return err
	}
	return syscall.Chroot(dir) // want `error: syscall.Chroot without chdir`
}

func wayOut(dir string) (*os.File, error) {
	root, err := os.Open("/") // want `^warning: directory still open at the chroot on line \d+: a compromised process can escape through it; close it first \(privdrop/dir-fd-across-chroot\)$`
	if err != nil {
		return nil, err
	}
	return root, after(dir)
}

func handle(dir, state string) (int, error) {
	fd, err := unix.Open(state, unix.O_DIRECTORY|unix.O_CLOEXEC, 0) // want `warning: directory still open at the chroot`
	if err != nil {
		return 0, err
	}
	return fd, after(dir)
}

type site struct{ root string }

type server interface{ serve() error }

func newServer(root string) server { return &site{root} }

// serve is known to others as a method of server only: no caller can enter the
// new root for it.
func (s *site) serve() error {
	if err := syscall.Chroot(s.root); err != nil { // want `error: syscall.Chroot without chdir`
		return err
	}
	return nil
}

func callsServe() error { return newServer("/srv/www").serve() }

func relative(dir string) error {
	if err := syscall.Chroot("/srv/jail"); err != nil { // want `error: syscall.Chroot without chdir`
		return err
	}
	return os.Chdir("data")
}

type jail struct{ root string }

// The maker of an object knows what it needs: this is no name for chroot.
func newJail(root string) (*jail, error) {
	if err := syscall.Chroot(root); err != nil { // want `error: syscall.Chroot without chdir`
		return nil, err
	}
	return &jail{root}, nil
}
