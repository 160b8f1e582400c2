package safecreate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

// A RunningError says that a living process holds the pid file.
type RunningError struct {
	Path string
	PID  int // what the file says, 0 where it says nothing yet
}

func (e *RunningError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("pid file %s is held by another process", e.Path)
	}
	return fmt.Sprintf("pid file %s is held by process %d", e.Path, e.PID)
}

// Unwrap makes the error syscall.EWOULDBLOCK on Unix.
func (e *RunningError) Unwrap() error { return errHeld }

// A PIDFile is a pid file that this process holds. It is held until Close or the end of
// the process, also if the PIDFile is not referenced any more.
type PIDFile struct {
	held *heldFile
	name string
}

// LockPIDFile makes the pid file name with exactly perm, or takes over one that a dead
// process has left, and holds it until [PIDFile.Close] or the end of the process. Of
// any number of starters exactly one succeeds; the others get a *[RunningError], at
// once.
//
// What counts is the lock, not the number in the file: a stale file, also one whose
// number has been given to an unrelated process since, is taken over, and the lock of a
// file that was removed in between counts for nothing. The content is written only
// under the lock, so that a loser never empties the winner's file; a reader sees a
// number or, for an instant, nothing.
//
// Order: open as [OpenFile] does, without O_TRUNC; flock(LOCK_EX|LOCK_NB); fstat and
// lstat, and again from the start if the name stands for another file by now; fchmod to
// narrow; ftruncate; pwrite. The descriptor is close-on-exec, so that no child keeps
// the lock, and known to no finalizer, so that the garbage collector cannot release it.
// Links, FIFOs, devices, hard-linked files and files of others are refused as by
// OpenFile. Solaris, AIX and systems other than Unix: [errors.ErrUnsupported].
//
// Put the file where only root or the daemon's user can write (/run/NAME): whoever can
// replace it chooses whom a stop script kills.
func LockPIDFile(name string, perm fs.FileMode) (*PIDFile, error) {
	if err := checkPerm("lock", name, perm); err != nil {
		return nil, err
	}
	if !haveFlock {
		return nil, pathError("lock", name, errors.ErrUnsupported)
	}
	for range maxTries {
		f, _, err := createOrOpen("lock", name, os.O_RDWR, perm)
		if err != nil {
			return nil, err
		}
		p, err := lockPID(f, name, perm)
		f.Close() // p has its own descriptor of the same open file
		if !errors.Is(err, ErrReplaced) {
			return p, err
		}
	}
	return nil, pathError("lock", name, errBusy)
}

func lockPID(f *os.File, name string, perm fs.FileMode) (*PIDFile, error) {
	locked, err := tryLock(f)
	if err != nil {
		return nil, pathError("lock", name, err)
	}
	if !locked {
		content, _ := io.ReadAll(io.LimitReader(f, 32))
		return nil, &RunningError{name, parsePID(content)}
	}
	fi, err := f.Stat()
	if err != nil {
		return nil, pathError("lock", name, err)
	}
	if now, err := os.Lstat(name); err != nil || !os.SameFile(fi, now) {
		return nil, ErrReplaced // the holder before us removed it
	}
	if err := adopt(f, os.O_TRUNC, perm); err != nil {
		return nil, pathError("lock", name, err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return nil, pathError("lock", name, err)
	}
	held, err := hold(f, fi)
	if err != nil {
		return nil, pathError("lock", name, err)
	}
	return &PIDFile{held, name}, nil
}

// parsePID reads the number in a pid file; 0 stands for none.
func parsePID(content []byte) int {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 32)
	if err != nil || pid < 0 {
		return 0
	}
	return int(pid)
}

// Close removes the file, if the name still stands for it, and then releases the lock,
// so that nobody can hold a file that is about to be removed. A second Close is
// [fs.ErrClosed].
func (p *PIDFile) Close() error {
	return pathError("unlock", p.name, p.held.release(p.name))
}

// WritePIDFile is [LockPIDFile] with 0644, held for the rest of the process's life. It
// replaces os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())), 0644), which neither
// notices a running daemon nor survives a planted link. It is called once: a second
// call is a *[RunningError] that names this process.
func WritePIDFile(name string) error {
	_, err := LockPIDFile(name, 0o644)
	return err
}
