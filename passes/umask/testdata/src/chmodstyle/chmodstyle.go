// Package chmodstyle gives umask the values of chmod.
package main

import "syscall"

// nobody can open what is created meanwhile.
func locked(create func()) {
	old := syscall.Umask(0o777)
	create()
	syscall.Umask(old)
}

func socket() { syscall.Umask(0o177) }

func usual() { syscall.Umask(0o027) }

func file() {
	syscall.Umask(0o644) // want `^error: 0644 looks like a file mode; a umask lists the bits to clear, so new files get 0022 and directories 0133: use 0022 \(umask/chmod-style-umask\)$`
}

func private() {
	syscall.Umask(0o600) // want `directories 0177: use 0077`
}

func all() {
	syscall.Umask(0o666) // want `chmod-style-umask`
}

func dir() {
	const mode = 0o755
	syscall.Umask(mode) // want `chmod-style-umask`
}

func base() {
	syscall.Umask(22) // want `^error: umask 22 is decimal and means 0026; write 0o22 `
}

func main() {
	locked(socket)
	usual()
	file()
	private()
	all()
	dir()
	base()
}
