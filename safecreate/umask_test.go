//go:build unix

package safecreate

import (
	"os"
	"syscall"
	"testing"
)

func TestUmask(t *testing.T) {
	t.Setenv("TMPDIR", scratch(t))
	for _, mask := range []int{0, 0o022, 0o077, 0o177, 0o777} {
		func() {
			defer syscall.Umask(syscall.Umask(mask))
			if got, err := Umask(); err != nil || int(got) != mask {
				t.Errorf("%04o: %04o, %v", mask, got, err)
			}
			if got, err := probeUmask(); err != nil || int(got) != mask {
				t.Errorf("probe: %04o: %04o, %v", mask, got, err)
			}
			if now := syscall.Umask(mask); now != mask {
				t.Errorf("changed to %04o", now)
			}
		}()
	}
	if left := names(t, os.TempDir()); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}
