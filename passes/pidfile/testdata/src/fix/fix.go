// Package fix: only the owner may write.
package fix

import (
	"os"
	"strconv"
)

func write() error {
	if err := os.Chmod("/run/fix.pid", os.ModePerm); err != nil { // want "pidfile-writable"
		return err
	}
	return os.WriteFile("/run/fix.pid", []byte(strconv.Itoa(os.Getpid())), 0o666) // want "pidfile-writable"
}
