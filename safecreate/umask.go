//go:build unix

package safecreate

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Umask reports the umask of this process without changing it. (The usual u :=
// syscall.Umask(0); syscall.Umask(u) opens everything that another goroutine creates in
// between to everybody, and two goroutines that do it at once can leave the process at
// 0 for ever.)
//
// Order on Linux: read /proc/thread-self/status. Elsewhere, and where /proc is not
// mounted: mkdir 0777 inside a new private directory in [os.TempDir], fstatat, and both
// are removed again; a default ACL of that directory would hide the umask. Systems
// other than Unix have none: [errors.ErrUnsupported].
//
// The library itself does not need it: every perm is exact.
func Umask() (fs.FileMode, error) {
	if m, ok := procUmask(); ok {
		return m, nil
	}
	return probeUmask()
}

func probeUmask() (fs.FileMode, error) {
	dir, err := os.MkdirTemp("", "umask-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(dir)
	if err := os.Chmod(dir, 0o700); err != nil { // the umask may have made it useless
		return 0, err
	}
	probe := filepath.Join(dir, "probe")
	if err := os.Mkdir(probe, 0o777); err != nil {
		return 0, err
	}
	defer os.Remove(probe)
	fi, err := os.Lstat(probe)
	if err != nil {
		return 0, err
	}
	return 0o777 &^ fi.Mode().Perm(), nil
}
