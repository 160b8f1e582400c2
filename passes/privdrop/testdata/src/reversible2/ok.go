// Package reversible2 switches to a user and back on purpose.
package reversible2

import "syscall"

func as(uid int, do func()) error {
	if err := syscall.Seteuid(uid); err != nil {
		return err
	}
	do()
	return syscall.Seteuid(0)
}
