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
// narrow, ftruncate.
//
// Links, also dangling ones, are [ErrSymlink] (ELOOP); FIFOs, devices, sockets and
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
	f, created, err := createOrOpen("open", name, flag, perm)
	if err != nil || created {
		return f, err
	}
	if err := adopt(f, flag, perm); err != nil {
		f.Close()
		return nil, pathError("open", name, err)
	}
	return f, nil
}

// Create is [os.Create] with a mode: it opens name for reading and writing, new with
// exactly perm, or existing, narrowed to perm and truncated. What is refused, the order
// of the calls and the systems are those of [OpenFile].
func Create(name string, perm fs.FileMode) (*os.File, error) {
	return OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, perm)
}

// CreateNew makes name with exactly perm and opens it for reading and writing. If the
// name exists, as anything whatever, also as a dangling link, it fails with
// [fs.ErrExist] and touches nothing.
//
// Order: open(O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, perm), fchmod if the umask took
// bits. The same on every system; the mode is left to package os where [OpenFile]
// leaves it.
func CreateNew(name string, perm fs.FileMode) (*os.File, error) {
	return OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
}

// OpenLog opens name for appending, new with exactly perm, or existing and narrowed to
// perm. A log file in a directory that others may write to is the classic place for a
// planted link or FIFO; both are refused, the FIFO without waiting for a reader. Order,
// refusals and systems are those of [OpenFile].
func OpenLog(name string, perm fs.FileMode) (*os.File, error) {
	return OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, perm)
}

// createOrOpen makes name with exactly perm or opens what is there. An existing file
// has been checked, but not been narrowed or truncated.
func createOrOpen(op, name string, flag int, perm fs.FileMode) (f *os.File, created bool, err error) {
	if err := checkPerm(op, name, perm); err != nil {
		return nil, false, err
	}
	for range maxTries {
		f, err = createNew(op, name, flag, perm)
		if err == nil {
			return f, true, nil
		}
		if flag&os.O_EXCL != 0 || !errors.Is(err, fs.ErrExist) {
			return nil, false, err
		}
		f, err = openExisting(op, name, flag)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, false, err
		}
	}
	return nil, false, pathError(op, name, errBusy)
}

func createNew(op, name string, flag int, perm fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(name, flag|os.O_CREATE|os.O_EXCL|oNofollow, perm)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	if err := makeExact(f, perm); err != nil {
		if fi, e := f.Stat(); e == nil {
			removeSame(name, fi)
		}
		f.Close()
		return nil, pathError(op, name, err)
	}
	return f, nil
}

func openExisting(op, name string, flag int) (*os.File, error) {
	fi, err := os.Lstat(name)
	if err == nil {
		err = checkRegular(fi)
	}
	if err != nil {
		return nil, pathError(op, name, err)
	}
	flag &^= os.O_CREATE | os.O_EXCL | os.O_TRUNC
	f, err := os.OpenFile(name, flag|oNofollow|oNonblock|oNoctty, 0)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	if fi, err = f.Stat(); err == nil {
		err = checkFile(fi)
	}
	if err != nil {
		f.Close()
		return nil, pathError(op, name, err)
	}
	return f, nil
}

// adopt narrows a checked file to perm, and only then truncates it.
func adopt(f *os.File, flag int, perm fs.FileMode) error {
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	if err := narrow(f, fi, perm); err != nil {
		return err
	}
	if flag&os.O_TRUNC != 0 {
		return f.Truncate(0)
	}
	return nil
}
