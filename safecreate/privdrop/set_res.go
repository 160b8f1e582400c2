//go:build linux

package privdrop

import "syscall"

func setgid(gid int) error { return syscall.Setresgid(gid, gid, gid) }
func setuid(uid int) error { return syscall.Setresuid(uid, uid, uid) }
