// Package swapped gives its ids up for a while and takes them back.
package swapped

import (
	"os"
	"syscall"
)

var ownUID, ownGID, otherUID, otherGID int

func init() {
	ownUID, ownGID = os.Getuid(), os.Getgid()
	otherUID, otherGID = lookup()
}

func lookup() (uid, gid int) { return len(os.Args), len(os.Args) }

func leave() error {
	if err := syscall.Setresgid(otherGID, otherGID, ownGID); err != nil {
		return err
	}
	return syscall.Setresuid(otherUID, otherUID, ownUID)
}

// back takes the uid first: the right to change the gid comes with it.
func back() error {
	if err := syscall.Setresuid(ownUID, ownUID, otherUID); err != nil {
		return err
	}
	return syscall.Setresgid(ownGID, ownGID, otherGID)
}

func during(do func() error) error {
	if err := leave(); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return back()
}

// forGood is no way back.
func forGood() error {
	if err := syscall.Setresuid(otherUID, otherUID, otherUID); err != nil {
		return err
	}
	return syscall.Setresgid(otherGID, otherGID, otherGID) // want `error: syscall.Setresgid after syscall.Setresuid`
}
