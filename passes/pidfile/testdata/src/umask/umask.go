//go:build linux

// Command umask lets everybody write what it creates.
package main

import (
	"os"
	"syscall"
)

func main() {
	syscall.Umask(0)
	os.Create("/run/umask.pid")  // want "^error: pid file with mode 0666.*pidfile-writable"
	os.Create("/run/umask.conf") // no pid file
}
