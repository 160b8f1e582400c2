package safecreate

import (
	"syscall"
	"testing"
)

// specialObstacles are those that package syscall can make on Linux only.
func specialObstacles() []obstacle {
	return []obstacle{
		{"FIFO", func(t *testing.T, dir, name string) {
			must(t, syscall.Mkfifo(name, 0o600))
		}, ErrNotRegular, nil, false},
		{"device", func(t *testing.T, dir, name string) {
			must(t, syscall.Mknod(name, syscall.S_IFCHR|0o666, 1<<8|3)) // /dev/null
		}, ErrNotRegular, nil, true},
	}
}
