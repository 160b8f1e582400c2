package wide

import (
	"os"
	"path/filepath"
	"testing"
)

func TestModes(t *testing.T) {
	dir := t.TempDir()
	_ = os.Chmod(dir, 0o777)
	_ = os.Chmod(filepath.Join(dir, "x"), 0o666)
	_ = os.WriteFile("/tmp/x", nil, 0o666) // a warning elsewhere
	_ = os.Chmod("/etc/passwd", 0o666)     // want `error: os.Chmod sets mode 0666`
	_ = os.Mkdir(dir+"/y", 0o600)          // a test of what happens then
}
