package safecreate

// A Peer is the process at the other end of a unix socket.
type Peer struct {
	PID int // 0 if it is not in our pid namespace
	UID int
	GID int
}
