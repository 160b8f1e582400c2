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
	if got := fi.Mode().Perm(); got != perm {
		return fmt.Errorf("%w: the file system made %04o of %04o", ErrMode, got, perm)
	}
	return nil
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
func checkFile(fi fs.FileInfo) error {
	if err := checkRegular(fi); err != nil {
		return err
	}
	if err := checkOwner(fi); err != nil {
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

func checkDir(fi fs.FileInfo) error {
	switch {
	case fi.Mode()&fs.ModeSymlink != 0:
		return &refusal{ErrSymlink, errLoop}
	case !fi.IsDir():
		return &refusal{ErrNotDir, errNotDir}
	}
	return checkOwner(fi)
}

// removeSame removes name if it still is the object that fi describes. It serves to
// clean up after a failure, where removing nothing is better than removing what
// somebody else has put there.
func removeSame(name string, fi fs.FileInfo) {
	if now, err := os.Lstat(name); err == nil && os.SameFile(now, fi) {
		os.Remove(name)
	}
}
