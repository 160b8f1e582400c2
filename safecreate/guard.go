package safecreate

import (
	"fmt"
	"io/fs"
	"os"
)

const specialBits = fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky

// makeExact gives an object that this call has just created the mode perm.
func makeExact(f *os.File, perm fs.FileMode) error {
	if !modesMatter {
		return nil
	}
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	keep := keptBits(fi)
	if fi.Mode()&(fs.ModePerm|specialBits) == perm|keep {
		return nil
	}
	if err := f.Chmod(perm | keep); err != nil {
		return err
	}
	if fi, err = f.Stat(); err != nil {
		return err
	}
	return isExact(fi, perm|keep)
}

// isExact checks what a chmod has made of it. The kernel takes a setgid bit away when
// somebody outside the group changes the mode.
func isExact(fi fs.FileInfo, want fs.FileMode) error {
	got := fi.Mode() & (fs.ModePerm | specialBits)
	switch {
	case got == want:
		return nil
	case got.Perm() == want.Perm():
		return fmt.Errorf("%w: it cannot be made %04o without losing its setgid bit", ErrMode, want.Perm())
	default:
		return fmt.Errorf("%w: the file system made %04o of %04o", ErrMode, got.Perm(), want.Perm())
	}
}

// giveAway gives a new object, which has no rights for group and others yet, its owner and
// group.
func (o *options) giveAway(f *os.File) error {
	if !o.chowns() {
		return nil
	}
	return f.Chown(o.ids())
}

// birth is the mode that a new object is made with: as long as it has another owner or
// group than it is to have, it is private.
func (o *options) birth(perm fs.FileMode) fs.FileMode {
	if o.chowns() {
		return perm & 0o700
	}
	return perm
}

// narrow takes the bits outside perm away from an object that existed.
func narrow(f *os.File, fi fs.FileInfo, perm fs.FileMode) error {
	if !modesMatter {
		return nil
	}
	have := fi.Mode() & (fs.ModePerm | specialBits)
	want := have&perm | keptBits(fi)
	if have == want {
		return nil
	}
	if err := f.Chmod(want); err != nil {
		return fmt.Errorf("%w: %04o, asked for %04o: %w", ErrMode, have.Perm(), perm, err)
	}
	return nil
}

// keptBits are the special bits that are no wider access: those of a directory, where
// setgid passes the group on and sticky protects the entries.
func keptBits(fi fs.FileInfo) fs.FileMode {
	if fi.IsDir() {
		return fi.Mode() & (fs.ModeSetgid | fs.ModeSticky)
	}
	return 0
}

// checkFile accepts an existing file whose name and owner are beyond doubt.
func (o owners) checkFile(fi fs.FileInfo) error {
	if err := checkRegular(fi); err != nil {
		return err
	}
	if err := o.check(fi); err != nil {
		return err
	}
	if nlink(fi) > 1 {
		return ErrLinks
	}
	return nil
}

func checkRegular(fi fs.FileInfo) error {
	switch {
	case fi.Mode().IsRegular():
		return nil
	case fi.Mode()&fs.ModeSymlink != 0:
		return &refusal{ErrSymlink, errLoop}
	case fi.IsDir():
		return &refusal{ErrNotRegular, errIsDir}
	default:
		return ErrNotRegular
	}
}

func (o owners) checkDir(fi fs.FileInfo) error {
	switch {
	case fi.Mode()&fs.ModeSymlink != 0:
		return &refusal{ErrSymlink, errLoop}
	case !fi.IsDir():
		return &refusal{ErrNotDir, errNotDir}
	}
	return o.check(fi)
}
