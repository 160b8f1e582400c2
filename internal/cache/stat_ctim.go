//go:build aix || android || dragonfly || illumos || linux || openbsd || solaris

package cache

import (
	"io/fs"
	"syscall"
)

// identity returns what tells a file apart from another of its name: its number, and when its inode last changed,
// which no program can set.
func identity(info fs.FileInfo) (ino, ctime uint64) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	sec, nsec := st.Ctim.Unix()
	return st.Ino, uint64(sec)*1e9 + uint64(nsec)
}
