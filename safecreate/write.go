package safecreate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile is [os.WriteFile] that replaces name atomically: whoever opens it sees all
// of the old content with the old mode or all of data with exactly perm, also after
// kill -9 or a power failure, and a failure leaves the old file as it was.
//
// Order: open the directory; fstatat; openat(O_CREAT|O_EXCL, perm&0600) of a temporary
// name beside name; flock; write; fchmod(perm); fsync; renameat; fsync of the
// directory. Everything is relative to the directory's descriptor, so that a directory
// renamed meanwhile takes the file along.
//
// The file is a new inode: it belongs to this process, and hard links, ACLs, extended
// attributes and watches of the old one stay with the old one. Links, devices, FIFOs,
// sockets, directories, hard-linked files and files of others are refused with
// [ErrSymlink], [ErrNotRegular], [ErrLinks] or [ErrOwner]. The directory must be
// readable and writable; [fs.ErrPermission], EROFS and ENOSPC are passed on. An error
// of the last fsync says that the new content is in place but might not survive a power
// failure.
//
// A killed process leaves its temporary file, which nobody but the owner can read. The
// next successful WriteFile of the same name removes up to eight of them. It must be
// able to open them: one stays if it was killed in the instant after openat under a
// umask that takes the owner's bits. On Solaris, AIX, Windows, Plan 9, js and wasip1,
// where no lock tells the dead from the living, all stay. On systems other than Unix
// the mode is left to package os and the directory is not synced.
func WriteFile(name string, data []byte, perm fs.FileMode) error {
	p, err := newPending("write", name, perm)
	if err != nil {
		return err
	}
	defer p.Close()
	if _, err := p.File.Write(data); err != nil {
		return pathError("write", name, err)
	}
	return p.Commit()
}

// Update is [WriteFile] for content that is written piece by piece:
//
//	p, err := safecreate.Update(name, 0o640)
//	if err != nil {
//		return err
//	}
//	defer p.Close() // throws away what was not committed
//	if err := json.NewEncoder(p).Encode(v); err != nil {
//		return err
//	}
//	return p.Commit()
//
// Until Commit, name is what it was. What is refused is refused here already, and again
// by Commit. Order, guarantee, errors and systems are those of WriteFile.
func Update(name string, perm fs.FileMode) (*Pending, error) {
	return newPending("update", name, perm)
}

// A Pending is a file that does not have its name yet. It is open for reading and
// writing, and as private as perm&0600. It is not safe for concurrent use.
type Pending struct {
	*os.File

	op   string
	name string // as asked for
	base string // the last element of it
	temp string // the name beside it
	root *os.Root
	perm fs.FileMode
	done bool
}

func newPending(op, name string, perm fs.FileMode) (*Pending, error) {
	if err := checkPerm(op, name, perm); err != nil {
		return nil, err
	}
	dir, base, err := splitName(name)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	if err := checkTarget(root, base); err != nil {
		root.Close()
		return nil, pathError(op, name, err)
	}
	f, temp, err := createTemp(root, base, perm)
	if err != nil {
		root.Close()
		return nil, pathError(op, name, fmt.Errorf("cannot create a temporary file beside it: %w", cause(err)))
	}
	return &Pending{File: f, op: op, name: name, base: base, temp: temp, root: root, perm: perm}, nil
}

// Commit gives the file its mode, makes it durable and puts it in the place of the old
// one, in this order: fchmod, fsync, renameat, fsync of the directory. The Pending is
// closed, whether Commit succeeds or not; after a failure the old file is what it was,
// unless the error says that only the directory could not be synced.
func (p *Pending) Commit() error {
	if p.done {
		return pathError(p.op, p.name, fs.ErrClosed)
	}
	if err := p.publish(); err != nil {
		p.Close()
		return pathError(p.op, p.name, err)
	}
	p.done = true
	sweep(p.root, p.base, p.temp)
	err := syncDir(p.root)
	if err != nil {
		err = fmt.Errorf("new content is in place, but the directory could not be synced: %w", err)
	}
	if e := p.File.Close(); err == nil && !closeFirst {
		err = e
	}
	p.root.Close()
	return pathError(p.op, p.name, err)
}

func (p *Pending) publish() error {
	if err := makeExact(p.File, p.perm); err != nil {
		return err
	}
	if err := p.File.Sync(); err != nil {
		return err
	}
	if err := checkTarget(p.root, p.base); err != nil {
		return err
	}
	if !isNamed(p.root, p.temp, p.File) {
		return fmt.Errorf("temporary file %s %w", p.temp, ErrReplaced)
	}
	if closeFirst {
		if err := p.File.Close(); err != nil {
			return err
		}
	}
	return p.root.Rename(p.temp, p.base)
}

// Close throws the content away. After Commit it does nothing, so that it can be
// deferred.
func (p *Pending) Close() error {
	if p.done {
		return nil
	}
	p.done = true
	if closeFirst {
		p.File.Close()
		p.root.Remove(p.temp)
	} else if isNamed(p.root, p.temp, p.File) {
		p.root.Remove(p.temp)
	}
	err := p.File.Close()
	if closeFirst {
		err = nil
	}
	p.root.Close()
	return pathError(p.op, p.name, err)
}

// splitName splits off the last element, which must be a name.
func splitName(name string) (dir, base string, err error) {
	dir, base = filepath.Split(name)
	if base == "" || base == "." || base == ".." {
		return "", "", &refusal{ErrNotRegular, errIsDir}
	}
	if dir == "" {
		dir = "."
	}
	return dir, base, nil
}

// checkTarget accepts a name that is free or a file that may be replaced.
func checkTarget(root *os.Root, base string) error {
	fi, err := root.Lstat(base)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return checkFile(fi)
}

// isNamed tells whether name still is the file that f has open.
func isNamed(root *os.Root, name string, f *os.File) bool {
	fi, err := f.Stat()
	if err != nil {
		return false
	}
	now, err := root.Lstat(name)
	return err == nil && os.SameFile(fi, now)
}
