package effects

import (
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// UnixSocket reports whether a listen or bind makes a socket file, or an abstract
// socket: its network says so or, where that is a variable, its address or
// what the function does with the address as a file name.
func (f *Func) UnixSocket(e *Effect) bool {
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
	return (unix || unknown) && (looksLikePath(e.Object.Path) || f.usedAsFile(e))
}

// looksLikePath reports whether the address is certainly no host and port.
func looksLikePath(p value.Text) bool {
	for q := range p.Each {
		if strings.HasPrefix(q.Prefix(), "/") || strings.HasSuffix(q.Suffix(), ".sock") || q.Has(value.SharedTmp) {
			return true
		}
	}
	return false
}

// usedAsFile reports whether the function treats the address as a file name.
func (f *Func) usedAsFile(e *Effect) bool {
	for _, o := range f.Of(api.Chmod, api.Remove, api.Chown) {
		if value.Same(o.Object.Path, e.Object.Path) == value.Yes {
			return true
		}
	}
	return false
}
