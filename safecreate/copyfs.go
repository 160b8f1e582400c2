package safecreate

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// CopyFS is [os.CopyFS] that keeps the modes: every file and directory gets exactly
// mode&0777 of its source. (os.CopyFS adds 0666 and 0777 and leaves the rest to the
// umask, so that a private key of 0600 becomes readable for everybody.)
//
// A directory is 0700 while it is filled and gets its mode when it is complete, from
// the inside out; a file is as private as mode&0600 until its content is there. Files
// must not exist ([fs.ErrExist]); directories may, under the conditions of [MkdirAll]:
// of this user or root, no links, bits outside the mode of the source are taken away.
// An existing dir is looked at again once it is open, and refused with [ErrReplaced]
// if it is wider than it was left. Symbolic links are copied as they are if fsys is a [fs.ReadLinkFS]; nothing is
// written through a link, and nothing outside dir. Other kinds of files are
// [fs.ErrInvalid]. Setuid, setgid and sticky bits are not copied. Beware of file
// systems that report no modes, such as a testing/fstest.MapFS without Mode: the copy
// has 0000.
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
	made, err := makeTop(dir, fi.Mode().Perm())
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return pathError("copyfs", dir, err)
	}
	defer root.Close()
	if !made {
		if err := stillAdopted(root, fi.Mode().Perm()); err != nil {
			return pathError("copyfs", dir, err)
		}
	}
	c := copier{dir, root, fsys}
	if err := c.entries("."); err != nil {
		return err
	}
	if made {
		return pathError("copyfs", dir, finishDir(root, ".", fi.Mode().Perm()))
	}
	return nil
}

// makeTop makes dir private, or takes an existing one narrowed to perm.
func makeTop(dir string, perm fs.FileMode) (made bool, err error) {
	if _, err := os.Lstat(dir); err == nil {
		return false, pathError("copyfs", dir, adoptDir(dir, perm))
	}
	if err := MkdirAll(filepath.Dir(filepath.Clean(dir)), perm|0o700); err != nil {
		return false, err
	}
	return true, Mkdir(dir, 0o700)
}

// stillAdopted checks that the directory that was opened is as the one that was
// adopted: by its name it could be another one by now.
func stillAdopted(root *os.Root, perm fs.FileMode) error {
	fi, err := root.Stat(".")
	if err != nil {
		return err
	}
	if err := checkDir(fi); err != nil {
		return err
	}
	if modesMatter && fi.Mode().Perm()&^perm != 0 {
		return ErrReplaced
	}
	return nil
}

type copier struct {
	dir  string
	root *os.Root
	fsys fs.FS
}

func (c copier) fail(name string, err error) error {
	return pathError("copyfs", filepath.Join(c.dir, name), err)
}

// entries copies what is in the directory path of fsys.
func (c copier) entries(path string) error {
	list, err := fs.ReadDir(c.fsys, path)
	if err != nil {
		return err
	}
	for _, d := range list {
		from := d.Name()
		if path != "." {
			from = path + "/" + d.Name()
		}
		to, err := filepath.Localize(from)
		if err != nil {
			return err
		}
		switch d.Type() {
		case fs.ModeDir:
			err = c.tree(from, to, d)
		case fs.ModeSymlink:
			err = c.link(from, to)
		case 0:
			err = c.file(from, to)
		default:
			err = c.fail(to, fs.ErrInvalid)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c copier) tree(from, to string, d fs.DirEntry) error {
	fi, err := d.Info()
	if err != nil {
		return err
	}
	perm := fi.Mode().Perm()
	err = mkdirPrivate(c.root, to)
	if os.IsExist(err) {
		if err := c.adopt(to, perm); err != nil {
			return c.fail(to, err)
		}
		return c.entries(from)
	}
	if err != nil {
		return c.fail(to, err)
	}
	if err := c.entries(from); err != nil {
		return err
	}
	return c.fail(to, finishDir(c.root, to, perm))
}

// adopt takes an existing directory inside the root, narrowed to perm.
func (c copier) adopt(to string, perm fs.FileMode) error {
	fi, err := c.root.Lstat(to)
	if err == nil {
		err = checkDir(fi)
	}
	if err != nil {
		return err
	}
	f, err := openDirIn(c.root, to, fi)
	if err != nil {
		return err
	}
	defer f.Close()
	return narrow(f, fi, perm)
}

func (c copier) link(from, to string) error {
	target, err := fs.ReadLink(c.fsys, from)
	if err != nil {
		return err
	}
	return c.fail(to, c.root.Symlink(target, to))
}

func (c copier) file(from, to string) error {
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
		return c.fail(to, fs.ErrInvalid)
	}
	w, err := c.root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, tempPerm(fi.Mode()))
	if err != nil {
		return c.fail(to, err)
	}
	_, err = io.Copy(w, r)
	if err == nil {
		err = makeExact(w, fi.Mode().Perm())
	}
	if e := w.Close(); err == nil {
		err = e
	}
	return c.fail(to, err)
}

func mkdirPrivate(root *os.Root, name string) error {
	parent, base := filepath.Split(name)
	if parent == "" {
		return mkdirIn(root, base, 0o700)
	}
	sub, err := root.OpenRoot(parent)
	if err != nil {
		return err
	}
	defer sub.Close()
	return mkdirIn(sub, base, 0o700)
}

// finishDir gives a directory that we have made and filled its mode.
func finishDir(root *os.Root, name string, perm fs.FileMode) error {
	fi, err := root.Lstat(name)
	if err != nil {
		return err
	}
	f, err := openDirIn(root, name, fi)
	if err != nil {
		return err
	}
	defer f.Close()
	return makeExact(f, perm)
}

// openDirIn opens the directory that fi describes, never another one.
func openDirIn(root *os.Root, name string, fi fs.FileInfo) (*os.File, error) {
	f, err := root.OpenFile(name, os.O_RDONLY|oDirectory|oNofollow|oNonblock, 0)
	if err != nil {
		return nil, err
	}
	now, err := f.Stat()
	if err == nil && !os.SameFile(fi, now) {
		err = ErrReplaced
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
