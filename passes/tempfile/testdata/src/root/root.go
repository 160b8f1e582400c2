//go:build linux

// Command root gives up its privileges, so it has some.
package main

import (
	"os"
	"syscall"
)

func main() {
	f, err := os.Create("/tmp/root.log") // want "^error: .*predictable-temp"
	if err != nil {
		os.Exit(1)
	}
	defer f.Close()
	syscall.Setgroups(nil)
	syscall.Setgid(65534)
	syscall.Setuid(65534)
}
