//go:build unix

package privdrop

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/permvet/permvet/safecreate/internal/pathcheck"
)

// Chroot makes dir the root directory and the working directory of the process.
//
// Whoever can change dir, or put another directory in its place, decides what the process
// takes for /etc and /lib: dir and every directory above it must belong to root, to this
// user or to the users of ours and must not be writable by group or others; above dir the
// sticky bit is enough. The user that one drops to should not own dir either; give it a
// directory inside.
//
// Order: the look at the path; on Linux readdir of /proc/self/fd, fcntl(F_GETFD) and fstat;
// open /proc/self/task; chdir(dir), fstat; chroot("."); chdir("/"); on Linux the root and
// the working directory of each thread in /proc/self/task. Without the first and the last
// chdir, a relative path still leads out.
//
// The process must be root, and until [To] has been called it can leave again. Any
// directory outside of dir that it still has open leads out too, also after To. One that a
// child would inherit is refused with [ErrOpenDirectory], be it that the starter has left it
// open or a call without O_CLOEXEC; cloexec.From would hide it, so call that afterwards. The
// others lead out whoever gets to run code in this process: close each [os.Root] and *os.File
// of a directory, and put the directories that safecreate's PIDFile, Log and Listener hold
// for their lives below dir, as safecreate/example/daemon does. What this function itself keeps
// open, /proc/self/task, with which To looks at the threads, is closed by To.
//
// Errors are *fs.PathError: [ErrOwner] and [ErrWritable] name what is wrong with the path;
// [fs.ErrNotExist] and ENOTDIR; EPERM of chroot, after which only the working directory
// has changed. After [ErrIncomplete] a thread is outside (it has called unshare(CLONE_FS)):
// exit. Systems other than Linux share the root between threads; open descriptors are not
// looked at there.
func Chroot(dir string, ours ...int) error {
	if err := pathcheck.Check(dir, ours...); err != nil {
		return err
	}
	if err := checkDescriptors(); err != nil {
		return err
	}
	view, err := openThreads() //permvet:ignore privdrop/dir-fd-across-chroot it is kept for To, which closes it
	if err != nil && !isNoProc(err) {
		return &fs.PathError{Op: "chroot", Path: dir, Err: err}
	}
	if err := enter(dir); err != nil {
		view.release()
		return err
	}
	if err := view.verifyRoot(); err != nil {
		view.Close()
		return &fs.PathError{Op: "chroot", Path: dir, Err: fmt.Errorf("%w: %w", ErrIncomplete, err)}
	}
	view.keep()
	return nil
}

func enter(dir string) error {
	if err := os.Chdir(dir); err != nil {
		return err
	}
	fi, err := os.Stat(".")
	if err != nil {
		return err
	}
	if fi.Mode().Perm()&0o022 != 0 { // sticky or not: new names are enough
		return &fs.PathError{Op: "chroot", Path: dir, Err: fmt.Errorf("directory %w (mode %04o)", ErrWritable, fi.Mode().Perm())}
	}
	if err := syscall.Chroot("."); err != nil {
		return &fs.PathError{Op: "chroot", Path: dir, Err: err}
	}
	return os.Chdir("/")
}
