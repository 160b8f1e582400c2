package darwin

import (
	"os"

	"golang.org/x/sys/unix"
)

func write(attrs unix.Stat_t) error {
	_ = attrs.Flags                      // only there
	return os.WriteFile("a", nil, 0o666) // want "mode"
}
