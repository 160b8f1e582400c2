package inmate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/permvet/permvet/safecreate/privdrop"
)

func chrootAndLook() error {
	dir := os.Getenv("DIR")
	l, err := openLook() //permvet:ignore privdrop/dir-fd-across-chroot it is what looks into the jail from outside
	if err != nil {
		return err
	}
	descriptors, err := os.OpenRoot("/proc/self/fd") //permvet:ignore privdrop/dir-fd-across-chroot it is what looks into the jail from outside
	if err != nil {
		return err
	}
	if err := privdrop.Chroot(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) { //permvet:ignore privdrop/dir-fd-across-chroot To closes what Chroot keeps
		return fmt.Errorf("%v, want fs.ErrNotExist", err)
	}
	if err := privdrop.Chroot(filepath.Join(dir, "inside")); !errors.Is(err, syscall.ENOTDIR) { //permvet:ignore privdrop/dir-fd-across-chroot To closes what Chroot keeps
		return fmt.Errorf("%v, want ENOTDIR", err)
	}
	if err := privdrop.Chroot(dir); err != nil { //permvet:ignore privdrop/dir-fd-across-chroot To closes what Chroot keeps
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
	// What lies between Chroot and To does not take the view of the threads away: a second
	// look, and a jail in the jail.
	if err := errors.Join(privdrop.NoNewPrivs(), privdrop.Chroot("/"), privdrop.To(nobody, nobody, nil), l.nothingLeft()); err != nil { //permvet:ignore privdrop/dir-fd-across-chroot To closes what Chroot keeps
		return err
	}
	return onlyOurs(descriptors, 2)
}

// onlyOurs checks that no directory is open but the n of the test itself: each would lead
// out of the jail.
func onlyOurs(descriptors *os.Root, n int) error {
	dir, err := descriptors.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return err
	}
	found := 0
	for _, name := range names {
		fd, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		var st syscall.Stat_t
		if syscall.Fstat(fd, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFDIR && fd != int(dir.Fd()) {
			found++
		}
	}
	if found != n {
		return fmt.Errorf("%d directories are open, want %d", found, n)
	}
	return nil
}

// chrootOnly prints the error, and checks that after a refusal nothing has changed.
func chrootOnly() error {
	before, err := os.Getwd()
	if err != nil {
		return err
	}
	var ours []int
	if os.Getenv("OURS") != "" {
		ours = append(ours, nobody)
	}
	failure := privdrop.Chroot(os.Getenv("DIR"), ours...)
	var pathErr *fs.PathError
	if failure != nil && !errors.As(failure, &pathErr) {
		return fmt.Errorf("%T, want *fs.PathError: %w", failure, failure)
	}
	if failure != nil {
		if _, err := os.Stat("/etc/passwd"); err != nil {
			return fmt.Errorf("after %w: %w", failure, err)
		}
		if now, err := os.Getwd(); err != nil || now != before && now != os.Getenv("DIR") {
			return fmt.Errorf("after %w: in %s, %w", failure, now, err)
		}
	}
	for name, sentinel := range map[string]error{
		"owner": privdrop.ErrOwner, "writable": privdrop.ErrWritable, "directory": privdrop.ErrOpenDirectory, "": nil,
	} {
		if os.Getenv("WANT") != name {
			continue
		}
		if !errors.Is(failure, sentinel) || !strings.Contains(fmt.Sprint(failure), os.Getenv("NAMES")) {
			return fmt.Errorf("%v, want %v that names %s", failure, sentinel, os.Getenv("NAMES"))
		}
		return nil
	}
	return errors.New("no such error")
}

func chrootUnshared() error {
	err := staying(1)(func() error {
		_, _, errno := syscall.RawSyscall(syscall.SYS_UNSHARE, syscall.CLONE_FS, 0, 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := privdrop.Chroot(os.Getenv("DIR")); !errors.Is(err, privdrop.ErrIncomplete) || !strings.Contains(err.Error(), "root is another") {
		return fmt.Errorf("%v, want ErrIncomplete", err)
	}
	return nil
}
