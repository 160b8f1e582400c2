// Package container2 adds the gid in one place.
package container2

import specs "github.com/opencontainers/runtime-spec/specs-go"

func user(s *specs.Spec, uid, gid uint32) {
	defer ensure(s)
	s.Process.User.UID, s.Process.User.GID = uid, gid
}

func ensure(s *specs.Spec) {
	s.Process.User.AdditionalGids = append([]uint32{s.Process.User.GID}, s.Process.User.AdditionalGids...)
}
