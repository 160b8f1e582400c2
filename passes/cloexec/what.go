package cloexec

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/passes/effects"
)

// A what says what kind of descriptor a child would get.
type what struct {
	noun string
	// sensitive: with it a child reaches what it could not open itself.
	sensitive bool
}

const (
	afNetlink = 16
	afPacket  = 17
)

// whatOf tells the kind of a descriptor by its call, its flags, its path and
// its use.
func (j *judge) whatOf(e *effects.Effect, life effects.Life) what {
	path := pathText(e)
	switch {
	case e.What == api.Mount:
		return what{"mount descriptor", true}
	case e.Bits.Path != 0 && e.Flags.Has(e.Bits.Path):
		return what{"O_PATH descriptor", true}
	case e.Bits.Directory != 0 && e.Flags.Has(e.Bits.Directory), life.Fate&effects.AsDir != 0, strings.HasSuffix(path, "/"):
		return what{"directory descriptor", true}
	case isDevice(path):
		return what{"device " + path, true}
	case j.isSecret(e):
		return what{"descriptor of a secret file", true}
	case e.Row.Does == api.Dup:
		return what{"duplicate", false}
	case e.What == api.Socket && j.res.GOOS == "linux" && e.Row.Value != 0:
		switch domain, _ := e.Value.Known(0xffffffff); domain {
		case afNetlink:
			return what{"netlink socket", false}
		case afPacket:
			return what{"packet socket", true}
		}
	}
	return what{noun: nouns[e.What]}
}

var nouns = map[api.Object]string{
	api.AnyObject: "descriptor", api.File: "descriptor", api.Socket: "socket", api.Pipe: "pipe",
	api.Event: "event descriptor", api.Memory: "memory file", api.Process: "process descriptor",
}

// pathText is the path's text when all of it is known, else how it begins.
func pathText(e *effects.Effect) string {
	if !e.Object.HasPath() {
		return ""
	}
	if p, ok := e.Object.Path.Const(); ok {
		return p
	}
	return e.Object.Path.Prefix()
}

// isDevice reports whether a path is that of a device that gives a child
// anything: not those that all can open.
func isDevice(path string) bool {
	name, ok := strings.CutPrefix(path, "/dev/")
	if !ok || strings.HasPrefix(name, "shm/") {
		return false
	}
	switch name {
	case "", "null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr":
		return false
	}
	return true
}

func (j *judge) isSecret(e *effects.Effect) bool {
	for _, part := range e.Object.Path.Literals() {
		if ev := j.r.Secrets().Path(part); ev.Strength >= secret.Strong && !ev.Public {
			return true
		}
	}
	return false
}

// number reports whether v is a descriptor number got from somewhere, rather
// than counted or left to callers.
func (j *judge) number(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Convert:
		return j.number(v.X)
	case *ssa.ChangeType:
		return j.number(v.X)
	case *ssa.Call, *ssa.Extract, *ssa.FieldAddr, *ssa.Field:
		return true
	case *ssa.UnOp:
		if v.Op == token.MUL {
			_, field := v.X.(*ssa.FieldAddr)
			return field
		}
	}
	return false
}
