// Package uidalonelib has a name for setuid, and nothing for groups.
package uidalonelib

import "syscall"

// SetUser leaves it to its callers to which uid.
func SetUser(uid int) error { return syscall.Setuid(uid) }

// Nobody decides itself, so it is told here and not at its callers.
func Nobody() error {
	return syscall.Setuid(65534) // want `^error: syscall.Setuid is the only drop in this package: the process keeps its gid and supplementary groups, such as root's; call syscall.Setgroups and syscall.Setgid first \(privdrop/drop-order\)$`
}
