package specs

type Spec struct {
	Process *Process
}

type Process struct {
	User         User
	Capabilities *LinuxCapabilities
	Env          []string
}

type User struct {
	UID, GID       uint32
	AdditionalGids []uint32
	Username       string
}

type LinuxCapabilities struct {
	Bounding, Effective, Inheritable, Permitted, Ambient []string
}

type Hook struct {
	Path string
	Args []string
	Env  []string
}
