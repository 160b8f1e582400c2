package safecreate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile is [os.WriteFile] that replaces name atomically: whoever opens it sees all
// of the old content with the old mode or all of data with exactly perm, also after
// kill -9 or a power failure, and a failure leaves the old file as it was.
//
// Order: open the directory; fstatat; openat(O_CREAT|O_EXCL, perm&0600) of a temporary
// name beside name; flock; fchown to the group of the old file if it has another; write;
// fsync; fchmod(perm); renameat; unlock; fsync of the directory. Everything is relative to
// the directory's descriptor, so that a directory renamed meanwhile takes the file along.
// The mode is given last, so that what is waiting for the disk is private; it reaches the
// disk with the directory. (On a file system that does not keep the order of its metadata a
// power failure can leave the new content with perm&0600, which is never wider.)
//
// The file is a new inode: it belongs to this user and to the group of the old file, and
// hard links, ACLs, extended attributes and watches of the old one stay with the old one.
// A group that cannot be kept fails the call if perm has bits for it. Links, devices,
// FIFOs, sockets, directories, hard-linked files and files of others are refused with
// [ErrSymlink], [ErrNotRegular], [ErrLinks] or [ErrOwner], and so is a file of root in a
// directory of ours if we may not write to it. The directory must be readable and
// writable; [fs.ErrPermission], EROFS, ENOSPC and, for a file that is a mount point, EBUSY
// are passed on. An error of the last fsync says that the new content is in place but
// might not survive a power failure. A reader who locks the file itself (flock)
// can find it locked by us for an instant after it has got its name.
//
// A killed process leaves its temporary file, .NAME.safecreate~N, which nobody but the
// owner can read unless the kill came between fchmod and renameat. The next successful
// WriteFile of the same name removes up to eight of them: such names belong to this
// package. It must be able to open them: one stays if it was killed in the instant after
// openat under a umask that takes the owner's bits. On Solaris, AIX, Windows, Plan 9, js
// and wasip1, where no lock tells the dead from the living, all stay. On systems other
// than Unix the mode is left to package os and the directory is not synced.
func WriteFile(name string, data []byte, perm fs.FileMode) error {
	return WriteFileWith(name, data, perm)
}

// WriteFileWith is [WriteFile] with options: [Ours], [Owner], [Group], [Below],
// [KeepOwner], [FollowLink], [NoSync], [InPlaceIfBusy].
func WriteFileWith(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	p, err := newPending("write", name, perm, opts)
	if err != nil {
		return err
	}
	defer p.Close()
	if _, err := p.File.Write(data); err != nil {
		return pathError("write", name, err)
	}
	return p.Commit()
}

// WriteNew writes a file that must not exist, for what is made once: a key, a token. If the
// name exists, as anything, it fails with [fs.ErrExist] and touches nothing; otherwise
// whoever opens it sees all of data with exactly perm. Of any number of writers exactly one
// succeeds, and nobody reads what another has only begun, as after [CreateNew].
//
// Order: that of [WriteFile], with linkat and unlinkat in the place of renameat. A process
// killed between the two leaves both names; the next [WriteFile] or WriteNew of the name
// removes the temporary one. The file system must have hard links. Options: [Ours],
// [Owner], [Group], [Below], [NoSync].
func WriteNew(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	return WriteFileWith(name, data, perm, append([]Option{IfAbsent()}, opts...)...)
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
// by Commit. Order, guarantee, errors and systems are those of WriteFile, options those of
// [WriteFileWith] and [IfAbsent].
func Update(name string, perm fs.FileMode, opts ...Option) (*Pending, error) {
	return newPending("update", name, perm, opts)
}

// A Pending is a file that does not have its name yet. It is open for reading and
// writing, and as private as perm&0600. It is not safe for concurrent use.
type Pending struct {
	*os.File
	op   string
	name string // as asked for
	at   *place // where name is, links followed if that was asked for
	temp string // the name beside it
	perm fs.FileMode
	o    *options
	done bool
}

func newPending(op, name string, perm fs.FileMode, opts []Option) (*Pending, error) {
	if err := checkPerm(op, name, perm); err != nil {
		return nil, err
	}
	o, err := gather(opts, writeOptions)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	at, err := o.openTarget(name)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	p, err := o.newPendingAt(at, op, name, perm)
	if err != nil {
		at.dir.Close()
		return nil, pathError(op, name, err)
	}
	return p, nil
}

// openTarget finds the place of the file that is to be replaced.
func (o *options) openTarget(name string) (*place, error) {
	for range 40 {
		at, err := openPlace(name, o.below)
		if err != nil || !o.has(optFollowLink) {
			return at, err
		}
		fi, err := at.dir.Lstat(at.base)
		if err != nil || fi.Mode().Type() != fs.ModeSymlink {
			return at, nil // what is wrong with it is found out later
		}
		target, err := at.dir.Readlink(at.base)
		if err == nil {
			err = o.ours.check(fi)
		}
		at.dir.Close()
		if err != nil {
			return nil, fmt.Errorf("link %w", cause(err))
		}
		if !filepath.IsAbs(target) {
			dir, _ := filepath.Split(name)
			target = dir + target
		}
		name = target
	}
	return nil, &refusal{ErrSymlink, errLoop}
}

// newPendingAt makes the temporary file of a place, which is the caller's to close if it
// fails.
func (o *options) newPendingAt(at *place, op, name string, perm fs.FileMode) (*Pending, error) {
	old, refused := o.checkTarget(at)
	if refused != nil && !errors.Is(refused, ErrOwner) {
		return nil, refused
	}
	f, temp, err := createTemp(at.dir, at.base, perm, o.ours)
	if err != nil {
		return nil, fmt.Errorf("cannot create a temporary file beside it: %w", cause(err))
	}
	p := &Pending{File: f, op: op, name: name, at: at, temp: temp, perm: perm, o: o}
	if refused != nil { // unless that is whom this file system gives our files to
		if fi, e := f.Stat(); e == nil {
			o.ours = o.ours.with(fi)
		}
		old, err = o.checkTarget(at)
	}
	if err == nil {
		err = p.chown(old)
	}
	if err != nil {
		p.discard()
		return nil, err
	}
	return p, nil
}

// chown gives the new file its owner and group: those asked for, or those of the old file.
func (p *Pending) chown(old fs.FileInfo) error {
	uid, gid := p.o.ids()
	keep := old != nil && modesMatter
	if keep {
		fi, err := p.File.Stat()
		if err != nil {
			return err
		}
		ownUID, ownGID := idsOf(fi)
		oldUID, oldGID := idsOf(old)
		if uid < 0 && p.o.has(optKeepOwner) && oldUID != ownUID {
			uid = oldUID
		}
		if gid < 0 && oldGID != ownGID {
			gid = oldGID
		}
	}
	if uid < 0 && gid < 0 {
		return nil
	}
	err := p.File.Chown(uid, gid)
	if err != nil && uid < 0 && !p.o.has(optGroup) && p.perm&0o070 == 0 && !p.o.has(optKeepOwner) {
		return nil // the group would not have had any rights
	}
	if err != nil {
		return fmt.Errorf("cannot give it owner %d and group %d (-1: as it is): %w", uid, gid, cause(err))
	}
	return nil
}

// Commit makes the file durable, gives it its mode and puts it in the place of the old
// one, in this order: fsync, fchmod, renameat, fsync of the directory. The Pending is
// closed, whether Commit succeeds or not; after a failure the old file is what it was,
// unless the error says that only the directory could not be synced.
func (p *Pending) Commit() error {
	if p.done {
		return pathError(p.op, p.name, fs.ErrClosed)
	}
	if err := p.publish(); err != nil {
		if p.o.has(optInPlace) && errors.Is(err, errMounted) {
			err = p.writeInPlace()
		}
		p.Close()
		return pathError(p.op, p.name, err)
	}
	p.done = true
	err := p.settle()
	if e := p.File.Close(); err == nil && !closeFirst {
		err = e
	}
	p.at.dir.Close()
	return pathError(p.op, p.name, err)
}

// publish gives the file its mode and its name.
func (p *Pending) publish() error {
	if err := p.sync(p.File.Sync); err != nil {
		return err
	}
	if _, err := p.o.checkTarget(p.at); err != nil {
		return err
	}
	if !isNamed(p.at.dir, p.temp, p.File) {
		return fmt.Errorf("temporary file %s %w", p.temp, ErrReplaced)
	}
	if err := makeExact(p.File, p.perm); err != nil {
		return err
	}
	if closeFirst {
		if err := p.File.Close(); err != nil {
			return err
		}
	}
	if !p.o.has(optIfAbsent) {
		return p.at.dir.Rename(p.temp, p.at.base)
	}
	if err := p.at.dir.Link(p.temp, p.at.base); err != nil {
		return err
	}
	return p.at.dir.Remove(p.temp)
}

// settle does what is left to do once the file has its name.
func (p *Pending) settle() error {
	if !closeFirst {
		unlock(p.File)
	}
	sweep(p.at.dir, p.at.base, p.temp, p.o.ours)
	if err := p.sync(func() error { return syncDir(p.at.dir) }); err != nil {
		return fmt.Errorf("new content is in place, but the directory could not be synced: %w", err)
	}
	return nil
}

func (p *Pending) sync(sync func() error) error {
	if p.o.has(optNoSync) {
		return nil
	}
	return sync()
}

// writeInPlace copies the content into the file that cannot be replaced.
func (p *Pending) writeInPlace() error {
	w, err := p.o.openExisting(p.at.dir, p.at.base, os.O_WRONLY)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := adopt(p.at.dir, p.at.base, w, os.O_WRONLY|os.O_TRUNC, p.perm); err != nil {
		return err
	}
	if _, err := p.File.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(w, p.File); err != nil {
		return err
	}
	if err := p.sync(w.Sync); err != nil {
		return err
	}
	return w.Close()
}

// Close throws the content away. After Commit it does nothing, so that it can be
// deferred.
func (p *Pending) Close() error {
	if p.done {
		return nil
	}
	err := p.discard()
	p.at.dir.Close()
	return pathError(p.op, p.name, err)
}

// discard removes the temporary file.
func (p *Pending) discard() error {
	p.done = true
	if closeFirst {
		p.File.Close()
		p.at.dir.Remove(p.temp)
		return nil
	}
	if isNamed(p.at.dir, p.temp, p.File) {
		p.at.dir.Remove(p.temp)
	}
	return p.File.Close()
}

// checkTarget accepts a place that is free or has a file that may be replaced, which it
// returns.
func (o *options) checkTarget(at *place) (fs.FileInfo, error) {
	fi, err := at.dir.Lstat(at.base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, cause(err)
	}
	if o.has(optIfAbsent) {
		return nil, fs.ErrExist
	}
	err = o.ours.checkFile(fi)
	if errors.Is(err, ErrLinks) { // perhaps only because WriteNew was killed
		sweep(at.dir, at.base, "", o.ours)
		if fi, err = at.dir.Lstat(at.base); err == nil {
			err = o.ours.checkFile(fi)
		}
	}
	if err == nil && o.ours.isRoots(fi) {
		err = mayWrite(at)
	}
	return fi, err
}

// mayWrite finds out whether we may change the content of a file that belongs to root. The
// directory may let us take it away all the same, but root has not.
func mayWrite(at *place) error {
	f, err := at.dir.OpenFile(at.base, os.O_WRONLY|oNofollow|oNonblock|oNoctty, 0)
	if err != nil {
		return fmt.Errorf("%w (root), and may not be written to: %w", ErrOwner, cause(err))
	}
	return f.Close()
}
