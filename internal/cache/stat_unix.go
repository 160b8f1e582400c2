//go:build unix

package cache

import (
	"io/fs"
	"os"
	"syscall"
)

// nonblock lets the opening of a named pipe return, so that it can be refused.
const nonblock = syscall.O_NONBLOCK

// private reports whether the file belongs to this user and nobody else can write it.
func private(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
