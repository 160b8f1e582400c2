package unixsocket

import (
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// abstract reports whether the address is certainly in the abstract namespace,
// which only Linux has. A bare "@" lets the kernel choose.
func (j *judge) abstract(e *effects.Effect) bool {
	if j.res.GOOS != "linux" && j.res.GOOS != "android" {
		return false
	}
	prefix := e.Object.Path.Prefix()
	return strings.HasPrefix(prefix, "@") || strings.HasPrefix(prefix, "\x00")
}

func autobind(p value.Text) bool {
	name, ok := p.Const()
	return ok && len(name) <= 1
}

// everywhere reports whether a condition holds for an effect where it stands
// or, in a function that only this package calls, in each of its callers.
func (j *judge) everywhere(e *effects.Effect, holds func(*effects.Func, *effects.Effect) bool) bool {
	if holds(e.Func(), e) {
		return true
	}
	obj, ok := e.Func().Fn.Object().(*types.Func)
	if ok && obj.Exported() {
		return false
	}
	contexts := j.res.Contexts(e)
	for _, at := range contexts {
		if !holds(at.Func(), at) {
			return false
		}
	}
	return len(contexts) > 0
}

// private reports whether other users cannot reach the socket whatever its
// mode: it lies in a directory of this program or of this user alone.
func (j *judge) private(e *effects.Effect) bool {
	reach := j.res.Reach(e)
	return reach == place.Private || reach == place.User
}
