package safecreate

import (
	"io"
	"io/fs"
	"os"
	pathpkg "path"
	"path/filepath"
)

// CopyFS is [os.CopyFS] that keeps the modes: every file and directory that it makes gets
// exactly mode&0777 of its source. (os.CopyFS adds 0666 and 0777 and leaves the rest to the
// umask, so that a private key of 0600 becomes readable for everybody.)
//
// Files must not exist ([fs.ErrExist]). Directories may: dir, what is above it and what is
// in it keep the mode they have, whatever that of the source is, so that a tree of 0555 out
// of an embed.FS goes into a directory of 0755; but what is in a directory of 0700 is as
// private as its own mode says if it comes into an existing one of 0755. An existing
// directory in the way must belong to this user or to root and be no link. Symbolic links
// are copied as they are if fsys is a [fs.ReadLinkFS]; nothing is written through a link,
// and nothing outside dir. Other kinds of files are [fs.ErrInvalid]. Setuid, setgid and
// sticky bits are not copied. Beware of file systems that report no modes, such as a
// testing/fstest.MapFS without Mode: the copy has 0000.
//
// Order for a directory: mkdirat(0700); openat; its entries, relative to that descriptor,
// so that a directory swapped meanwhile leads nowhere; fchmod when it is complete. For a
// file: openat(O_CREAT|O_EXCL, mode&0600), write, fchmod.
//
// Missing ancestors of dir get the mode of the root of fsys and 0700. After a failure,
// what was copied stays, directories at 0700 or narrower. Systems other than Unix: the
// modes are left to package os.
func CopyFS(dir string, fsys fs.FS) error {
	fi, err := fs.Stat(fsys, ".")
	if err != nil {
		return err
	}
	if !fi.IsDir() {
		return pathError("copyfs", dir, &refusal{ErrNotDir, errNotDir})
	}
	c := copier{fsys, new(options)}
	if err := c.makeParent(dir, fi.Mode().Perm()|0o700); err != nil {
		return err
	}
	made, err := c.makeOrAccept(byName{}, dir)
	if err != nil {
		return pathError("copyfs", dir, err)
	}
	return c.fill(byName{}, dir, dir, ".", made, fi.Mode().Perm())
}

// A copier copies a tree. Destinations are a directory that is held open, the name in it,
// and path, which is what errors say.
type copier struct {
	fsys fs.FS
	o    *options
}

// makeParent makes what is missing above dir.
func (c copier) makeParent(dir string, perm fs.FileMode) error {
	parent, _, ok := splitPath(dir)
	if !ok {
		return nil
	}
	return c.o.makeAncestors(parent, perm)
}

// makeOrAccept makes the directory name private, or checks the one that is there.
func (c copier) makeOrAccept(in dirtree, name string) (made bool, err error) {
	if fi, err := in.Lstat(name); err == nil {
		return false, c.o.ours.checkDir(fi)
	}
	if dir, ok := in.(*os.Root); ok {
		return true, c.o.mkdirIn(dir, name, 0o700)
	}
	return true, c.o.mkdir(name, 0o700)
}

// fill copies the directory from into the directory name and gives it its mode if it was
// made for it.
func (c copier) fill(in dirtree, name, path, from string, made bool, perm fs.FileMode) error {
	fi, err := in.Lstat(name)
	if err == nil {
		err = c.o.ours.checkDir(fi)
	}
	if err != nil {
		return pathError("copyfs", path, err)
	}
	dir, err := in.OpenRoot(name)
	if err != nil {
		return pathError("copyfs", path, err)
	}
	defer dir.Close()
	if now, err := dir.Stat("."); err != nil || !os.SameFile(fi, now) {
		return pathError("copyfs", path, ErrReplaced)
	}
	if err := c.entries(dir, path, from); err != nil || !made {
		return err
	}
	self, err := dir.Open(".")
	if err != nil {
		return pathError("copyfs", path, err)
	}
	defer self.Close()
	return pathError("copyfs", path, makeExact(self, perm))
}

// entries copies what is in the directory from of the source.
func (c copier) entries(dir *os.Root, path, from string) error {
	list, err := fs.ReadDir(c.fsys, from)
	if err != nil {
		return err
	}
	for _, d := range list {
		name, err := filepath.Localize(d.Name())
		if err != nil {
			return err
		}
		if err := c.entry(dir, name, joinDir(path, name), pathpkg.Join(from, d.Name()), d); err != nil {
			return err
		}
	}
	return nil
}

func (c copier) entry(dir *os.Root, name, path, from string, d fs.DirEntry) error {
	switch d.Type() {
	case fs.ModeDir:
		fi, err := d.Info()
		if err != nil {
			return err
		}
		made, err := c.makeOrAccept(dir, name)
		if err != nil {
			return pathError("copyfs", path, err)
		}
		return c.fill(dir, name, path, from, made, fi.Mode().Perm())
	case fs.ModeSymlink:
		target, err := fs.ReadLink(c.fsys, from)
		if err != nil {
			return err
		}
		return pathError("copyfs", path, dir.Symlink(target, name))
	case 0:
		return c.file(dir, name, path, from)
	default:
		return pathError("copyfs", path, fs.ErrInvalid)
	}
}

func (c copier) file(dir *os.Root, name, path, from string) error {
	r, err := c.fsys.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	fi, err := r.Stat()
	if err != nil {
		return err
	}
	if !fi.Mode().IsRegular() {
		return pathError("copyfs", path, fs.ErrInvalid)
	}
	w, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, tempPerm(fi.Mode()))
	if err != nil {
		return pathError("copyfs", path, err)
	}
	_, err = io.Copy(w, r)
	if err == nil {
		err = makeExact(w, fi.Mode().Perm())
	}
	if e := w.Close(); err == nil {
		err = e
	}
	return pathError("copyfs", path, err)
}
