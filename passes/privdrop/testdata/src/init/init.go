// Package init has the main goroutine on the main thread until main begins.
package init

import "golang.org/x/sys/unix"

func init() {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		panic(err)
	}
}
