package container

import specs "github.com/opencontainers/runtime-spec/specs-go"

// Right: empty.
func empty(caps []string) *specs.LinuxCapabilities {
	return &specs.LinuxCapabilities{Bounding: caps, Permitted: caps, Inheritable: []string{}}
}

// Right: emptied, copied, or with something taken out.
func cleared(s *specs.Spec, from *specs.LinuxCapabilities) {
	s.Process.Capabilities.Inheritable = nil
	s.Process.Capabilities.Inheritable = from.Inheritable
	s.Process.Capabilities.Inheritable = without(s.Process.Capabilities.Inheritable, "CAP_SYS_ADMIN")
}

func without(list []string, cap string) []string { return list[:0] }

// A note: ambient capabilities need them.
func ambient(p *specs.Process, caps []string) {
	p.Capabilities.Inheritable = caps
	p.Capabilities.Ambient = caps
}

func defaults(caps []string) *specs.LinuxCapabilities {
	return &specs.LinuxCapabilities{
		Bounding:    caps,
		Inheritable: caps, // want `^warning: Inheritable is not empty: a program in the container that has inheritable file capabilities gets them although the process lost them; leave the set empty \(privdrop/ambient-caps\)$`
	}
}

func assigned(p *specs.Process) {
	p.Capabilities.Inheritable = p.Capabilities.Bounding // want `warning: Inheritable is not empty`
}

func user(uid, gid uint32, groups []uint32) specs.User {
	var u specs.User
	u.UID = uid
	u.GID = gid // want `^warning: the gid is not among AdditionalGids: a set-gid program that the process runs drops it from its groups, and what is denied to the group is open then; add the gid to AdditionalGids \(privdrop/ambient-caps\)$`
	for _, g := range groups {
		u.AdditionalGids = append(u.AdditionalGids, g)
	}
	return u
}
