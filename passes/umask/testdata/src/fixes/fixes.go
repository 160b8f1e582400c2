// Package fixes has findings with fixes.
package fixes

import (
	"os"
	"syscall"
)

func early(p string) error {
	old := syscall.Umask(0o077) // want `umask-not-restored`
	if err := os.Mkdir(p, 0o777); err != nil {
		return err
	}
	syscall.Umask(old)
	return nil
}

// dance is wrong with defer too.
func dance(p string) error {
	old := syscall.Umask(0) // want `umask-not-restored`
	if err := os.Mkdir(p, 0o777); err != nil {
		return err
	}
	syscall.Umask(old)
	return nil
}

func base() {
	syscall.Umask(77) // want `chmod-style-umask`
}

func mode() {
	syscall.Umask(0644) // want `chmod-style-umask`
}

// open has no mask that is narrower.
func open() {
	syscall.Umask(0666) // want `chmod-style-umask`
}
