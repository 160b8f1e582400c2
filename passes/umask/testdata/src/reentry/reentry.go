// Package main runs itself as a child: what the child does to its umask before
// it becomes another program concerns nobody else.
package main

import (
	"os"
	"syscall"
)

func init() {
	if len(os.Args) > 1 && os.Args[1] == "init" {
		syscall.Umask(0)
		syscall.Exec("/bin/true", nil, nil)
	}
}

func init() {
	if os.Getenv("_CHILD") == "1" {
		enter(0)
	}
}

func init() {
	if len(os.Args) > 1 {
		syscall.Umask(0) // want `umask-at-init`
	}
}

func enter(mask int) { syscall.Umask(mask) }

func main() {}
