//go:build unix && !(linux || freebsd || netbsd || dragonfly)

package cloexec

import "syscall"

func dup(fd int) (int, error) { return New(func() (int, error) { return syscall.Dup(fd) }) }
