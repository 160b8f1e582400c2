// Package entry writes entries of a user database.
package entry

type user struct {
	Name     string
	UID, GID uint32
	Dir      string
	Shell    string
}

// session is of a user, but no entry that anybody logs in with.
type session struct {
	UID, GID uint32
	Name     string
}

// Right: root, whole, nobody, positional, nothing but a number, no entry.
func right(uid, gid uint32) []any {
	return []any{
		user{Name: "root", UID: 0, Dir: "/root"},
		user{Name: "u", UID: uid, GID: gid},
		user{Name: "u"},
		user{Name: "u", UID: uid},
		user{"u", uid, gid, "/", "/bin/sh"},
		session{UID: uid},
	}
}

// Right: completed.
func completed(uid, gid uint32) user {
	u := user{Name: "u", UID: uid, Shell: "/bin/sh"}
	u.GID = gid
	return u
}

func incomplete(name string, uid uint32) user {
	return user{ // want `^warning: the entry of a user has a uid but no gid, which is 0 then: whoever logs in is in root's group; set the gid of the same user \(privdrop/drop-conditional\)$`
		Name:  name,
		UID:   uid,
		Dir:   "/nonexistent",
		Shell: "/usr/sbin/nologin",
	}
}

func pointed(uid uint32) *user { return &user{UID: uid, Shell: "/bin/sh"} } // want `the entry of a user has a uid but no gid`
