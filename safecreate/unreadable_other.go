//go:build !linux

package safecreate

import (
	"io/fs"
	"os"
)

// widenUnreadable is widenNew where the umask left us no right to open the directory.
// It has to go by name, but cannot leave root.
func widenUnreadable(root *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	return root.Chmod(base, perm|keptBits(fi))
}
