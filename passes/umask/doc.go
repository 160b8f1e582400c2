// Package umask finds changes of the umask.
//
// # Analyzer umask
//
// umask: find changes of the umask that open what the process creates, or that other goroutines feel
package umask
