package safecreate

import "syscall"

func dup(from, to int) error {
	flags := 0
	if to > 2 {
		flags = syscall.O_CLOEXEC
	}
	return syscall.Dup3(from, to, flags)
}
