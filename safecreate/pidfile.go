package safecreate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"
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
	name string
	file *anchor
	lock *lockFile
	held *heldFile
}

// LockPIDFile makes the pid file name with exactly perm, or replaces one that a dead
// process has left, and holds it until [PIDFile.Close] or the end of the process. Of
// any number of starters exactly one succeeds; the others get a *[RunningError], at
// once.
//
// What counts is the lock of the file name+".lock", not the number in the pid file: a stale
// pid file, also one whose number has been given to an unrelated process since, is replaced,
// and the lock of a file that was removed in between counts for nothing. The lock file has
// mode 0600. (Whoever may read a file may lock it, and a pid file is there to be read.) A
// reader sees a whole number or no file; in the instant in which a starter has the lock and
// has not yet replaced a stale file, RunningError.PID is the number of the dead.
//
// Order: open the directory; open name+".lock" as [OpenFile] does; flock(LOCK_EX|LOCK_NB);
// fstat and lstat, and again from the start if the name stands for another file by now;
// then the steps of [WriteFile] without the syncs. Everything is relative to the directory's
// descriptor. The descriptor of the lock is close-on-exec, so that no child keeps the lock,
// and known to no finalizer, so that the garbage collector cannot release it. Links, FIFOs,
// devices, hard-linked files and files of others are refused as by OpenFile, also in the
// place of the lock file. Options: [Ours], which the next start of a daemon that has dropped
// its rights needs, [Owner], [Group], [Below]. Solaris, AIX and systems other than Unix:
// [errors.ErrUnsupported].
//
// Put the file where only root or the daemon's user can write (/run/NAME): whoever can
// replace it chooses whom a stop script kills.
func LockPIDFile(name string, perm fs.FileMode, opts ...Option) (*PIDFile, error) {
	if err := checkPerm("lock", name, perm); err != nil {
		return nil, err
	}
	o, err := gather(opts, fileOptions)
	if err == nil && !haveFlock {
		err = errors.ErrUnsupported
	}
	if err != nil {
		return nil, pathError("lock", name, err)
	}
	at, err := openPlace(name, o.below)
	if err != nil {
		return nil, pathError("lock", name, err)
	}
	p, err := o.lockPID(at, name, perm)
	if err != nil {
		at.dir.Close()
		if running := (*RunningError)(nil); errors.As(err, &running) {
			return nil, running
		}
		return nil, pathError("lock", name, err)
	}
	return p, nil
}

func (o *options) lockPID(at *place, name string, perm fs.FileMode) (*PIDFile, error) {
	if _, err := o.checkTarget(at); err != nil && !errors.Is(err, ErrOwner) {
		return nil, err // before a lock file is made beside it
	}
	lock, err := o.takeLock(at, name)
	if err != nil {
		return nil, err
	}
	if fi, err := lock.f.Stat(); err == nil && lock.created {
		o.ours = o.ours.with(fi) // whoever this file system gives our files to
	}
	file, err := o.publishPID(at, name, perm)
	if err != nil {
		lock.unlock()
		return nil, err
	}
	held, err := hold(lock.f)
	if err != nil {
		file.remove()
		lock.unlock()
		return nil, err
	}
	return &PIDFile{name, file, lock, held}, nil
}

// takeLock takes the lock of a pid file at once, or finds out that a process holds it.
func (o *options) takeLock(at *place, name string) (*lockFile, error) {
	for range maxTries {
		lock, err := o.openLock(at)
		if err != nil {
			return nil, err
		}
		err = lock.tryLock()
		if err == nil {
			return lock, nil
		}
		held := false
		if errors.Is(err, errLockHeld) {
			// Who only asks (IsRunning) shares the lock for an instant.
			shared, e := tryShared(lock.f)
			held = e == nil && !shared
		}
		lock.f.Close()
		switch {
		case held:
			return nil, &RunningError{name, readPID(at)}
		case errors.Is(err, errLockHeld):
			time.Sleep(time.Millisecond)
		case !errors.Is(err, ErrReplaced):
			return nil, err
		}
	}
	return nil, errBusy
}

// publishPID puts the pid file in its place.
func (o *options) publishPID(at *place, name string, perm fs.FileMode) (*anchor, error) {
	quick := *o
	quick.given |= optNoSync
	p, err := quick.newPendingAt(at, "lock", name, perm)
	if err != nil {
		return nil, err
	}
	if _, err = p.File.WriteString(strconv.Itoa(os.Getpid()) + "\n"); err == nil {
		err = p.publish()
	}
	if err != nil {
		p.discard()
		return nil, err
	}
	if err := p.settle(); err != nil {
		return nil, err
	}
	fi, err := p.File.Stat()
	if err != nil {
		return nil, err
	}
	return &anchor{*at, fi, p.File}, nil // it stays open and pins its inode
}

// readPID is the number in the pid file at a place; 0 stands for none.
func readPID(at *place) int {
	if fi, err := at.dir.Lstat(at.base); err != nil || !fi.Mode().IsRegular() {
		return 0
	}
	f, err := at.dir.OpenFile(at.base, os.O_RDONLY|oNofollow|oNonblock|oNoctty, 0)
	if err != nil {
		return 0
	}
	defer f.Close()
	content, _ := io.ReadAll(io.LimitReader(f, 32))
	return parsePID(content)
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

// Close removes the pid file and the lock file, if the names still stand for them, and then
// releases the lock, so that nobody can hold a file that is about to be removed. It goes by
// the directory that LockPIDFile opened, also after chdir, chroot and a relative name. If a
// file may not be removed, as by a process that has dropped its rights, the lock is released
// all the same and the error is [fs.ErrPermission]; the next start replaces what was left. A
// second Close is [fs.ErrClosed].
func (p *PIDFile) Close() error {
	return pathError("unlock", p.name, p.held.release(func() error {
		err := p.file.remove()
		if e := p.lock.removeName(); err == nil {
			err = e
		}
		p.lock.f.Close()
		p.file.release()
		return err
	}))
}

// WritePIDFile is [LockPIDFile] with 0644, held for the rest of the process's life. It
// replaces os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())), 0644), which neither
// notices a running daemon nor survives a planted link. It is called once: a second
// call is a *[RunningError] that names this process. A daemon that can end cleanly uses
// LockPIDFile, whose Close removes the files.
func WritePIDFile(name string) error {
	_, err := LockPIDFile(name, 0o644)
	return err
}

// IsRunning tells whether a process holds the pid file name, and which, without starting or
// disturbing anything. It is for the stop, status and reload commands of a daemon, and needs
// the rights of the daemon's starter: nobody else can open the lock file, and
// [fs.ErrPermission] says so. The number is only good as long as the process runs; on Linux
// os.FindProcess makes a handle of it that cannot come to mean another process:
//
//	pid, running, err := safecreate.IsRunning(name)
//	if err != nil || !running {
//		return err
//	}
//	p, err := os.FindProcess(pid)
//	if err != nil {
//		return err
//	}
//	if again, running, err := safecreate.IsRunning(name); err != nil || !running || again != pid {
//		return err
//	}
//	return p.Signal(syscall.SIGHUP) // p is the process that holds the file
//
// Order: open the directory; open name+".lock" without O_CREATE, checked as by [OpenFile];
// flock(LOCK_SH|LOCK_NB); read name. Options: [Ours], [Below]. Systems: as [LockPIDFile].
func IsRunning(name string, opts ...Option) (pid int, running bool, err error) {
	o, err := gather(opts, optOurs|optBelow)
	if err == nil && !haveFlock {
		err = errors.ErrUnsupported
	}
	if err != nil {
		return 0, false, pathError("status", name, err)
	}
	at, err := openPlace(name, o.below)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, pathError("status", name, err)
	}
	defer at.dir.Close()
	running, err = o.isHeld(at)
	if err != nil || !running {
		return 0, false, pathError("status", name, err)
	}
	return readPID(at), true, nil
}

func (o *options) isHeld(at *place) (bool, error) {
	f, err := o.openExisting(at.dir, at.base+".lock", os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lock file: %w", cause(err))
	}
	defer f.Close()
	shared, err := tryShared(f)
	return err == nil && !shared, err
}

// WaitPIDFile waits until no process holds the pid file name, as a restart does between stop
// and start, or until ctx is done; the error is that of ctx then. It asks [IsRunning] from
// time to time; options and systems are those of that function.
func WaitPIDFile(ctx context.Context, name string, opts ...Option) error {
	wait := time.Millisecond
	for {
		_, running, err := IsRunning(name, opts...)
		if err != nil || !running {
			return err
		}
		select {
		case <-ctx.Done():
			return pathError("wait", name, ctx.Err())
		case <-time.After(wait):
			wait = min(2*wait, 100*time.Millisecond)
		}
	}
}
