// Package uidalone gives up the uid and nothing else.
package uidalone

import (
	"syscall"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/uidalonelib"
)

type daemon struct{ uid int }

// Right: the caller decides, or the callee has decided already.

func handsOn(uid int) error { return syscall.Setuid(uid) }

func decidedInThere() error { return uidalonelib.Nobody() }

// Wrong.

func (d *daemon) drop() error {
	return syscall.Setuid(d.uid) // want `error: syscall.Setuid is the only drop in this package: the process keeps its gid and supplementary groups`
}

func nobody() error {
	return handsOn(65534) // want `error: uidalone.handsOn is the only drop in this package`
}

func throughLibrary(d *daemon) error {
	return uidalonelib.SetUser(d.uid) // want `error: uidalonelib.SetUser is the only drop in this package`
}
