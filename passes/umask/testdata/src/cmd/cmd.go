// Package cmd is a part of a program, which may decide about the process.
package cmd

import "syscall"

// Setup is called by main.
func Setup() { syscall.Umask(0o027) }

// Quiet only takes more than usual.
func Quiet(private bool) {
	if private {
		syscall.Umask(0o077)
	}
}
