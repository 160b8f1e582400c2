package safecreate

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// Temporary files have few fixed names, the slots, instead of random ones, so that what
// a killed process left can be found again without reading the whole directory. A slot
// belongs to whoever has the lock of the file in it; a slot that nobody has locked is
// left over and may be removed. Only the holder of the lock renames or removes the
// file.
const slots = 8

var (
	errTaken  = errors.New("slot is taken")
	errNoLock = errors.New("no locks on this file system")
)

// createTemp makes a file beside base with the mode perm&0600, locked if possible.
func createTemp(root *os.Root, base string, perm fs.FileMode, ours owners) (*os.File, string, error) {
	for i := range slots {
		if !haveFlock {
			break
		}
		name := slotName(base, strconv.Itoa(i))
		f, err := takeSlot(root, base, name, perm&0o600, ours)
		if err == nil {
			return f, name, nil
		}
		if errors.Is(err, errNoLock) {
			break
		}
		if !errors.Is(err, errTaken) {
			return nil, "", err
		}
	}
	for range maxTries {
		name := slotName(base, rand.Text())
		f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, tempPerm(perm))
		if err == nil {
			return f, name, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, "", err
		}
	}
	return nil, "", errBusy
}

// tempPerm is the mode of a file that is being written. Where modes do not matter a
// file without write bit could not be removed again.
func tempPerm(perm fs.FileMode) fs.FileMode {
	if modesMatter {
		return perm & 0o600
	}
	return 0o600
}

// slotName is the name of a slot of base. It is hidden, matches no pattern for a suffix
// (*.conf), says whose it is, because what is found there is taken for left over, and is
// short enough whenever base is.
func slotName(base, slot string) string {
	if len(base) > 200 {
		sum := sha256.Sum256([]byte(base))
		base = hex.EncodeToString(sum[:])
	}
	return "." + base + ".safecreate~" + slot
}

func takeSlot(root *os.Root, base, name string, perm fs.FileMode, ours owners) (*os.File, error) {
	for range 3 {
		f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			if !reclaim(root, base, name, ours) {
				return nil, errTaken
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		err = holdSlot(root, name, f, perm)
		if err == nil {
			return f, nil
		}
		f.Close()
		if !errors.Is(err, errTaken) {
			return nil, err
		}
	}
	return nil, errTaken
}

// holdSlot locks a new file and gives it its mode. Somebody who takes it for left over
// can get the lock first and remove it.
func holdSlot(root *os.Root, name string, f *os.File, perm fs.FileMode) error {
	locked, err := tryLock(f)
	if err == nil && !locked || err == nil && !isNamed(root, name, f) {
		return errTaken
	}
	if err == nil {
		err = makeExact(f, perm)
	} else {
		err = errNoLock
	}
	if err != nil && isNamed(root, name, f) {
		root.Remove(name)
	}
	return err
}

// reclaim removes what a dead process left in a slot and reports whether the slot may
// be free now.
func reclaim(root *os.Root, base, name string, ours owners) bool {
	fi, err := root.Lstat(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if !fi.Mode().IsRegular() || !ours.made(fi) || nlink(fi) != 1 && !published(root, base, fi) {
		return false
	}
	f, err := root.OpenFile(name, os.O_RDONLY|oNofollow|oNonblock, 0)
	if errors.Is(err, fs.ErrPermission) {
		f, err = root.OpenFile(name, os.O_WRONLY|oNofollow|oNonblock, 0)
	}
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close()
	locked, err := tryLock(f)
	if err != nil || !locked {
		return false
	}
	if !isNamed(root, name, f) {
		return true // its owner has published or removed it
	}
	return root.Remove(name) == nil
}

// published tells whether the file in a slot of base has been linked to base already: a
// process was killed in between (see IfAbsent).
func published(root *os.Root, base string, fi fs.FileInfo) bool {
	return nlink(fi) == 2 && isStill(root, base, fi)
}

// sweep removes what dead processes left in the slots of base, of which own has just become
// free.
func sweep(root *os.Root, base, own string, ours owners) {
	for i := range slots {
		if name := slotName(base, strconv.Itoa(i)); haveFlock && name != own {
			reclaim(root, base, name, ours)
		}
	}
}
