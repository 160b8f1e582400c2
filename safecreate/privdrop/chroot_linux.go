package privdrop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

func isNoProc(err error) bool { return errors.Is(err, ErrNoProc) }

// checkDescriptors refuses directories that a child would inherit: with one of them it
// walks out of the new root, whatever its uid. Without /proc nothing can be listed.
func checkDescriptors() error {
	list, err := os.ReadDir("/proc/self/fd")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range list {
		fd, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if errno != 0 || flags&syscall.FD_CLOEXEC != 0 {
			continue
		}
		var st syscall.Stat_t
		if syscall.Fstat(fd, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFDIR {
			name, _ := os.Readlink("/proc/self/fd/" + entry.Name())
			return &fs.PathError{Op: "chroot", Path: name, Err: fmt.Errorf("descriptor %d %w", fd, ErrOpenDirectory)}
		}
	}
	return nil
}

// verifyRoot looks whether every thread has come along: one that has called
// unshare(CLONE_FS) has a root and a working directory of its own.
func (t threads) verifyRoot() error {
	if t.root == nil {
		return nil
	}
	var want syscall.Stat_t
	if err := syscall.Stat("/", &want); err != nil {
		return &fs.PathError{Op: "stat", Path: "/", Err: err}
	}
	dir, err := t.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	return t.each(func(tid string) error {
		for _, what := range []string{"root", "cwd"} {
			var got syscall.Stat_t
			fd, err := syscall.Openat(int(dir.Fd()), tid+"/"+what, oPath|syscall.O_CLOEXEC, 0)
			if err == nil {
				err = syscall.Fstat(fd, &got)
				syscall.Close(fd)
			}
			if err != nil {
				return err
			}
			if got.Dev != want.Dev || got.Ino != want.Ino {
				return fmt.Errorf("its %s is another directory", what)
			}
		}
		return nil
	})
}

const oPath = 0x200000 // O_PATH, which package syscall does not know
