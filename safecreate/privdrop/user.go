//go:build unix

package privdrop

import (
	"fmt"
	"os/user"
	"slices"
	"strconv"
)

// A User is whom a process becomes.
type User struct {
	Name     string
	UID, GID int
	Groups   []int // supplementary, without GID
	Home     string
}

// Lookup finds a user by name, or by number if there is none of that name, with its
// groups, through package os/user: with cgo all that the system knows, else /etc/passwd and
// /etc/group. Call it before [Chroot], after which there are no such files or others.
// Errors: [user.UnknownUserError], or [user.UnknownUserIdError] for a number.
func Lookup(name string) (*User, error) {
	u, err := user.Lookup(name)
	if err != nil {
		if _, notNumber := strconv.Atoi(name); notNumber == nil {
			u, err = user.LookupId(name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("privdrop: %w", err)
	}
	found := &User{Name: u.Username, Home: u.HomeDir}
	if found.UID, err = number("uid", u.Uid); err != nil {
		return nil, err
	}
	if found.GID, err = number("gid", u.Gid); err != nil {
		return nil, err
	}
	groups, err := u.GroupIds()
	if err != nil {
		return nil, fmt.Errorf("privdrop: groups of %s: %w", name, err)
	}
	for _, id := range groups {
		gid, err := number("gid", id)
		if err != nil {
			return nil, err
		}
		if gid != found.GID && !slices.Contains(found.Groups, gid) {
			found.Groups = append(found.Groups, gid)
		}
	}
	return found, nil
}

// LookupGroup finds the number of a group by name, or takes name for the number if there is
// none of that name; for safecreate.Group. Errors: [user.UnknownGroupError].
func LookupGroup(name string) (int, error) {
	g, err := user.LookupGroup(name)
	if err != nil {
		if gid, e := strconv.Atoi(name); e == nil && gid >= 0 {
			return gid, nil
		}
		return -1, fmt.Errorf("privdrop: %w", err)
	}
	return number("gid", g.Gid)
}

// To is the function [To] with the ids of u.
func (u *User) To(opts ...Option) error { return To(u.UID, u.GID, u.Groups, opts...) }

// Env is what a login as u sets: HOME, USER, LOGNAME, SHELL=/bin/sh and a PATH of system
// directories. Without it a child of a process that was root finds root's home and looks
// for programs where root does: safecreate.Env(u.Env()...). The order is that list; no
// call is made.
func (u *User) Env() []string {
	return []string{
		"HOME=" + u.Home,
		"USER=" + u.Name,
		"LOGNAME=" + u.Name,
		"SHELL=/bin/sh",
		"PATH=/usr/local/bin:/usr/bin:/bin",
	}
}

func number(what, s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return -1, fmt.Errorf("privdrop: %s %q: %w", what, s, err)
	}
	return int(n), nil
}
