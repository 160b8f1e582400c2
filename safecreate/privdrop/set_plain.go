//go:build unix && !linux

package privdrop

import "syscall"

// For a process of root these set the real, the effective and the saved id.
func setgid(gid int) error { return syscall.Setgid(gid) }
func setuid(uid int) error { return syscall.Setuid(uid) }
