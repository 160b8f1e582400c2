package filemode

import (
	"fmt"
	"strings"
)

const (
	perm       = 0o777
	otherWrite = 0o002
	othersRead = 0o044 // group and other
	search     = 0o111
)

// octal prints a mode as ls and chmod do, with at least three digits.
func octal(m uint64) string { return fmt.Sprintf("%#04o", m) }

// rwx prints the permission bits as ls does.
func rwx(m uint64) string {
	var b strings.Builder
	for i := 8; i >= 0; i-- {
		if m&(1<<i) != 0 {
			b.WriteByte("xwr"[i%3])
		} else {
			b.WriteByte('-')
		}
	}
	return b.String()
}
