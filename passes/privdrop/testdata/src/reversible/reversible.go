package reversible

import "syscall"

func drop(uid int) error {
	return syscall.Seteuid(uid) // want `^warning: syscall.Seteuid keeps the saved uid, and nothing here drops it: a compromised process can regain root; use syscall.Setuid or Setresuid with all three ids \(privdrop/drop-reversible\)$`
}

func dropReal(uid int) error {
	return syscall.Setreuid(-1, uid) // want `warning: syscall.Setreuid keeps the saved uid`
}

func dropBoth(uid int) error {
	return syscall.Setresuid(uid, uid, -1) // want `warning: syscall.Setresuid keeps the saved uid`
}
