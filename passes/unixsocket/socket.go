package unixsocket

import (
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// isUnix reports whether a listen or bind makes a socket file, or an abstract
// socket: its network says so or, where that is a variable, its address or
// what the function does with the address as a file name.
func isUnix(f *effects.Func, e *effects.Effect) bool {
	if !e.Object.HasPath() || e.Row == nil || e.Row.Path == 0 {
		return false
	}
	if e.Kind == api.Bind {
		network, _ := e.Name.Const()
		return network == "unix" || looksLikePath(e.Object.Path)
	}
	if e.Row.Network == 0 {
		return true
	}
	unix, other, unknown := false, false, false
	for n := range e.Name.Each {
		name, ok := n.Const()
		switch {
		case !ok:
			unknown = true
		case strings.HasPrefix(name, "unix"):
			unix = true
		default:
			other = true
		}
	}
	if unix && !other && !unknown {
		return true
	}
	return (unix || unknown) && (looksLikePath(e.Object.Path) || usedAsFile(f, e))
}

// looksLikePath reports whether the address is certainly no host and port.
func looksLikePath(p value.Path) bool {
	for q := range p.Each {
		if strings.HasPrefix(q.Prefix(), "/") || strings.HasSuffix(q.Suffix(), ".sock") || q.Has(value.SharedTmp) {
			return true
		}
	}
	return false
}

// usedAsFile reports whether the function treats the address as a file name.
func usedAsFile(f *effects.Func, e *effects.Effect) bool {
	for _, o := range f.Of(api.Chmod, api.Remove, api.Chown) {
		if value.Same(o.Object.Path, e.Object.Path) == value.Yes {
			return true
		}
	}
	return false
}

// abstract reports whether the address is certainly in the abstract namespace,
// which only Linux has. A bare "@" lets the kernel choose.
func (j *judge) abstract(e *effects.Effect) bool {
	if j.res.GOOS != "linux" && j.res.GOOS != "android" {
		return false
	}
	prefix := e.Object.Path.Prefix()
	return strings.HasPrefix(prefix, "@") || strings.HasPrefix(prefix, "\x00")
}

func autobind(p value.Path) bool {
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
