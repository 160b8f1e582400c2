// Package place tells who can reach a path, as far as its text says: one set of
// lists for all checks.
//
// What a program does to the directories on the way, such as making one 0700,
// is no question of text: passes/effects answers it, in the words of this
// package.
package place

import (
	"strings"

	"github.com/permvet/permvet/internal/value"
)

// A Place says who else than the process can reach what lies at a path, and
// put something there. They are in order: each is open to more than the one
// before it, and nothing known stands in the middle.
type Place uint8

// The places.
const (
	Kernel    Place = iota + 1 // /proc, /sys, /dev: no files, modes mean nothing
	Private                    // made for this process alone, by a name or a mode that keeps all others out
	User                       // the home of the user who runs the program
	Root                       // /etc, /usr …: only root writes there
	Service                    // /var, /run …: only root and the service that owns it write there
	Chosen                     // the user says where: an argument, a flag, the working directory
	Unknown                    // nothing is known
	OtherUser                  // a directory that was given to another user
	Shared                     // every user can make names there
)

var names = [...]string{"", "kernel", "private", "user", "root", "service", "chosen", "unknown", "other user", "shared"}

// String names the place in tests.
func (p Place) String() string { return names[p] }

// Safe reports whether no other user than root can put something at the path,
// as far as is known.
func (p Place) Safe() bool { return p < Chosen }

// Exposed reports whether another user can put something at the path.
func (p Place) Exposed() bool { return p > Unknown }

// System reports whether the place is one that only programs of the system
// write to: those that run as root or as a service.
func (p Place) System() bool { return p == Root || p == Service }

// Of tells the place of a path, on a system. Where the path can have several
// values the one that most can reach counts.
func Of(p value.Text, goos string) Place {
	var worst Place
	for q := range p.Each {
		worst = max(worst, of(q, goos))
	}
	return worst
}

// MayBe reports whether one of the values that the path can have is in a place.
func MayBe(p value.Text, in Place, goos string) bool {
	for q := range p.Each {
		if of(q, goos) == in {
			return true
		}
	}
	return false
}

func of(p value.Text, goos string) Place {
	switch prefix := p.Prefix(); {
	case p.Dir().Has(value.Unique):
		return Private
	case SharedDir(p, goos) != "":
		return Shared
	case below(prefix, kernelDirs) || kernelName(p):
		return Kernel
	case p.Has(value.UserDir):
		return ofUser(p)
	case below(prefix, privateDirs):
		return Private
	case below(prefix, userDirs), p.Has(value.SharedTmp) && ownTemp(goos):
		return User
	case below(prefix, rootDirs):
		return Root
	case below(prefix, serviceDirs):
		return Service
	case prefix != "" && prefix[0] != '/' && prefix[0] != '$':
		return Chosen // relative to the working directory
	}
	return Unknown
}

// ofUser tells a home from the directory that lasts as long as a session, which
// is 0700 by the specification.
func ofUser(p value.Text) Place {
	for _, part := range p.Parts {
		if part.Kind == value.UserDir && (part.Text == "XDG_RUNTIME_DIR" || strings.HasSuffix(part.Text, ".RuntimeFile")) {
			return Private
		}
	}
	return User
}

// SharedDir returns the directory of all users that the path is certainly
// below, "the temporary directory" when only the environment tells which that
// is, and "" when it is none.
func SharedDir(p value.Text, goos string) string {
	if len(p.Parts) > 1 && p.Parts[0].Kind == value.SharedTmp && strings.HasPrefix(p.Parts[1].Text, "/") {
		if ownTemp(goos) {
			return ""
		}
		return "the temporary directory"
	}
	prefix := p.Prefix()
	for _, own := range ownedBelow {
		if strings.HasPrefix(prefix, own) {
			return ""
		}
	}
	for _, dir := range sharedDirs {
		if strings.HasPrefix(prefix, dir) && (prefix != dir || len(p.Parts) > 1) {
			return strings.TrimSuffix(dir, "/")
		}
	}
	return ""
}

// kernelName reports whether the text further on says that the path is in a
// file system of the kernel, wherever that is mounted.
func kernelName(p value.Text) bool {
	for _, text := range p.Literals() {
		if strings.Contains(text, "/proc/") || strings.Contains(text, "/sys/fs/") {
			return true
		}
	}
	base := p.Suffix()
	base = base[strings.LastIndexByte(base, '/')+1:]
	if strings.HasPrefix(base, "cgroup.") {
		return true
	}
	for _, name := range cgroupFiles {
		if base == name {
			return true
		}
	}
	return false
}

func below(path string, dirs []string) bool {
	for _, dir := range dirs {
		if strings.HasPrefix(path, dir) || path == strings.TrimSuffix(dir, "/") {
			return true
		}
	}
	return false
}
