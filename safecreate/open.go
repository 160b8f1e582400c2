package safecreate

import (
	"errors"
	"io/fs"
	"os"
)

// maxTries bounds the loops in which somebody else creates and removes the same name
// all the time.
const maxTries = 1000

var errBusy = errors.New("is created and removed by somebody else all the time")

// OpenFile is [os.OpenFile] for calls with [os.O_CREATE]; without that flag it is
// os.OpenFile itself, and perm is unused.
//
// A new file has exactly perm. An existing one must be a regular file with one link
// that belongs to this user or root; the bits outside perm, setuid and setgid included,
// are taken away from it before it is truncated or returned, and none are added. Who
// had the file open before keeps it open: use [WriteFile] for content that an earlier
// reader must not see.
//
// Order: open(O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, perm), fchmod if the umask took
// bits. If the name exists: lstat, so that a FIFO or device is not even opened,
// open(O_NOFOLLOW|O_NONBLOCK|O_NOCTTY) without O_CREAT and O_TRUNC, fstat, fchmod to
// narrow, ftruncate; O_NONBLOCK is cleared unless flag has it.
//
// A process that is killed between open and fchmod leaves the new file without the bits
// that the umask took, and since none are added later calls accept it so: what is narrower
// than perm may be narrower on purpose. [WriteFile], which replaces, has no such instant.
//
// What is refused: links, also dangling ones, are [ErrSymlink] (ELOOP); FIFOs, devices, sockets and
// directories [ErrNotRegular], without blocking on them; hard-linked files [ErrLinks];
// files of others [ErrOwner]; a file of root that is wider than perm and cannot be
// narrowed [ErrMode]. With O_EXCL an existing name of any kind is [fs.ErrExist].
//
// Windows, Plan 9, js, wasip1: links and non-files are refused, the mode is left to
// package os.
func OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	if flag&os.O_CREATE == 0 {
		return os.OpenFile(name, flag, perm)
	}
	return openWith("open", name, flag, perm, nil)
}

// Create is [os.Create] with a mode: it opens name for reading and writing, new with
// exactly perm, or existing, narrowed to perm and truncated. What is refused, the order
// of the calls and the systems are those of [OpenFile]. Options: [Ours], [Owner], [Group],
// [Below].
func Create(name string, perm fs.FileMode, opts ...Option) (*os.File, error) {
	return openWith("open", name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, perm, opts)
}

// CreateNew makes name with exactly perm and opens it for reading and writing. If the
// name exists, as anything whatever, also as a dangling link, it fails with
// [fs.ErrExist] and touches nothing. Others can see the file before its content is
// complete; see [WriteNew].
//
// Order: open(O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, perm), fchmod if the umask took
// bits; with [Owner] or [Group] open with perm&0700, fchown, fchmod. The same on every
// system; the mode is left to package os where [OpenFile] leaves it. Options: [Ours],
// [Owner], [Group], [Below].
func CreateNew(name string, perm fs.FileMode, opts ...Option) (*os.File, error) {
	return openWith("open", name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm, opts)
}

// OpenLog opens name for appending, new with exactly perm, or existing and narrowed to
// perm. A log file in a directory that others may write to is the classic place for a
// planted link or FIFO; both are refused, the FIFO without waiting for a reader. Order,
// refusals, systems and what a kill leaves are those of [OpenFile]. For a log that is
// rotated see [NewLog]. Options: [Ours], [Owner], [Group], [Below].
func OpenLog(name string, perm fs.FileMode, opts ...Option) (*os.File, error) {
	return openWith("open", name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, perm, opts)
}

func openWith(op, name string, flag int, perm fs.FileMode, opts []Option) (*os.File, error) {
	o, err := gather(opts, fileOptions)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	if o.below == nil {
		return o.createOrNarrow(byName{}, op, name, name, flag, perm)
	}
	at, err := openPlace(name, o.below)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	defer at.dir.Close()
	return o.createOrNarrow(at.dir, op, name, at.base, flag, perm)
}

// createOrNarrow makes base in dir with exactly perm, or opens what is there, narrowed to
// perm and, if flag says so, truncated. Errors are about name.
func (o *options) createOrNarrow(dir dirfs, op, name, base string, flag int, perm fs.FileMode) (*os.File, error) {
	if err := checkPerm(op, name, perm); err != nil {
		return nil, err
	}
	f, created, err := o.createOrOpen(dir, base, flag, perm)
	if err == nil && !created {
		err = adopt(dir, base, f, flag, perm)
		if err != nil {
			f.Close()
		}
	}
	if err != nil {
		return nil, pathError(op, name, err)
	}
	return f, nil
}

// createOrOpen makes base with exactly perm or opens what is there. An existing file
// has been checked, but not been narrowed or truncated.
func (o *options) createOrOpen(dir dirfs, base string, flag int, perm fs.FileMode) (f *os.File, created bool, err error) {
	for range maxTries {
		f, err = o.createNew(dir, base, flag, perm)
		if err == nil {
			return f, true, nil
		}
		if flag&os.O_EXCL != 0 || !errors.Is(err, fs.ErrExist) {
			return nil, false, err
		}
		f, err = o.openExisting(dir, base, flag)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, false, err
		}
	}
	return nil, false, errBusy
}

func (o *options) createNew(dir dirfs, base string, flag int, perm fs.FileMode) (*os.File, error) {
	f, err := dir.OpenFile(base, flag|os.O_CREATE|os.O_EXCL|oNofollow, o.birth(perm))
	if err != nil {
		return nil, err
	}
	err = o.giveAway(f)
	if err == nil {
		err = makeExact(f, perm)
	}
	if err != nil {
		if fi, e := f.Stat(); e == nil {
			removeSame(dir, base, fi)
		}
		f.Close()
		return nil, err
	}
	return f, nil
}

// openExisting opens and checks what is there; if it is replaced in between, what is there
// then.
func (o *options) openExisting(dir dirfs, base string, flag int) (*os.File, error) {
	for range maxTries {
		f, err := o.openSeen(dir, base, flag)
		if !errors.Is(err, ErrReplaced) {
			return f, err
		}
	}
	return nil, errBusy
}

func (o *options) openSeen(dir dirfs, base string, flag int) (*os.File, error) {
	seen, err := dir.Lstat(base)
	if err == nil {
		err = checkRegular(seen)
	}
	if err != nil {
		return nil, err
	}
	open := flag &^ (os.O_CREATE | os.O_EXCL | os.O_TRUNC)
	f, err := dir.OpenFile(base, open|oNofollow|oNonblock|oNoctty, 0)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err == nil && modesMatter && !os.SameFile(seen, fi) {
		err = ErrReplaced // a directory held open follows links that stay inside
	}
	if err == nil {
		err = o.ours.checkFile(fi)
	}
	if err == nil && (oNonblock == 0 || flag&oNonblock == 0) {
		err = clearNonblock(f)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// adopt narrows a checked file to perm, and only then truncates it.
func adopt(dir dirfs, base string, f *os.File, flag int, perm fs.FileMode) error {
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if err := narrow(f, fi, perm); err != nil {
		return err
	}
	switch {
	case flag&os.O_TRUNC == 0:
		return nil
	case flag&(os.O_WRONLY|os.O_RDWR) != 0:
		return f.Truncate(0)
	}
	w, err := dir.OpenFile(base, os.O_WRONLY|oNofollow|oNonblock|oNoctty, 0)
	if err != nil {
		return err
	}
	defer w.Close()
	if now, err := w.Stat(); err != nil || !os.SameFile(fi, now) {
		return ErrReplaced
	}
	return w.Truncate(0)
}
