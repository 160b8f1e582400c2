//go:build !unix

package safecreate

import (
	"errors"
	"io/fs"
	"os"
)

const (
	oNofollow   = 0
	oNonblock   = 0
	oNoctty     = 0
	oDirectory  = 0
	modesMatter = false // ACLs decide; perm is passed on to package os
	closeFirst  = true  // an open file may refuse to be renamed or removed
)

var errLoop, errIsDir, errNotDir error // no such numbers on every system

var errMounted = errors.New("is a mount point") // never happens

// owners: there are none to be told apart.
type owners []int

func (owners) check(fs.FileInfo) error   { return nil }
func (owners) made(fs.FileInfo) bool     { return true }
func (o owners) with(fs.FileInfo) owners { return o }
func (owners) isRoots(fs.FileInfo) bool  { return false }
func idsOf(fs.FileInfo) (uid, gid int)   { return -1, -1 }
func nlink(fs.FileInfo) uint64           { return 1 }
func syncDir(*os.Root) error             { return nil }
func clearNonblock(*os.File) error       { return nil }
