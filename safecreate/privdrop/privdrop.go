//go:build unix

package privdrop

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
)

var (
	// ErrRoot: uid, gid or one of the groups is 0 or negative; that would be no drop.
	ErrRoot = errors.New("privdrop: uid, gid and groups must be greater than 0")
	// ErrIncomplete: the calls succeeded, but some right of before is still there.
	ErrIncomplete = errors.New("privdrop: privileges were not given up completely")
)

// To changes the real, effective and saved user and group ids to uid and gid and the
// supplementary groups to exactly groups, in every thread, and verifies that nothing of
// the former rights is left or can be regained. nil groups means none.
//
// Order: open /proc/self/task; setgroups, setresgid, setresuid (setgid and setuid where
// there is no setres) through package syscall, which applies them to all threads, with
// cgo and without; then getuid, geteuid, getgid, getegid, getgroups; on Linux the ids,
// groups and capabilities of each thread in /proc/self/task; finally setuid(0) and
// setgid(0), which must fail. On FreeBSD, macOS and DragonFly, where the first group is
// the effective one, gid is put in front.
//
// uid, gid or a group of 0 or less is [ErrRoot], and nothing has been changed. EPERM
// says that the process lacks the right to change ids. [ErrIncomplete] says what is
// left. After any error but ErrRoot the process is in between: it must exit.
//
// What is open stays open, and the environment, the working directory and the umask
// stay: close and set them first.
func To(uid, gid int, groups []int) error {
	if uid <= 0 || gid <= 0 || slices.ContainsFunc(groups, func(g int) bool { return g <= 0 }) {
		return ErrRoot
	}
	threads, err := openThreads()
	if err != nil {
		return fmt.Errorf("privdrop: list threads: %w", err)
	}
	if threads != nil {
		defer threads.Close()
	}
	if err := syscall.Setgroups(groupList(gid, groups)); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setgroups", err))
	}
	if err := setgid(gid); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setgid", err))
	}
	if err := setuid(uid); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setuid", err))
	}
	if err := verify(threads, uid, gid, groups); err != nil {
		return fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	return nil
}

func verify(threads *os.Root, uid, gid int, groups []int) error {
	for _, id := range []struct {
		name      string
		got, want int
	}{
		{"uid", os.Getuid(), uid}, {"effective uid", os.Geteuid(), uid},
		{"gid", os.Getgid(), gid}, {"effective gid", os.Getegid(), gid},
	} {
		if id.got != id.want {
			return fmt.Errorf("%s is %d, not %d", id.name, id.got, id.want)
		}
	}
	have, err := syscall.Getgroups()
	if err != nil {
		return os.NewSyscallError("getgroups", err)
	}
	for _, g := range have {
		if g != gid && !slices.Contains(groups, g) {
			return fmt.Errorf("group %d is left", g)
		}
	}
	if err := verifyThreads(threads, uid, gid, groups); err != nil {
		return err
	}
	if syscall.Setuid(0) == nil {
		return errors.New("uid 0 could be regained")
	}
	if syscall.Setgid(0) == nil {
		return errors.New("gid 0 could be regained")
	}
	return nil
}

// Chroot makes dir the root directory and the working directory of the process.
//
// Order: chdir(dir), chroot("."), chdir("/"). Without the first and the last, a
// relative path still leads out. The process must be root, and until [To] has been
// called it can leave again, as it can through any directory that it still has open:
// close them first. Errors: *fs.PathError of chdir, *os.SyscallError of chroot (EPERM);
// after the latter only the working directory has changed.
func Chroot(dir string) error {
	if err := os.Chdir(dir); err != nil {
		return err
	}
	if err := syscall.Chroot("."); err != nil {
		return fmt.Errorf("privdrop: %s: %w", dir, os.NewSyscallError("chroot", err))
	}
	return os.Chdir("/")
}
