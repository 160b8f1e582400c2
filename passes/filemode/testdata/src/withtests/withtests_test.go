package withtests

import (
	"os"
	"testing"
)

type memory map[string]os.FileMode

func (m memory) put(name string, mode os.FileMode) error { m[name] = mode; return nil }

// fixture runs when the test binary starts, after the program's own variables.
var fixture = os.Chmod("/srv/fixture", 0o666) // want `^error: .* \(filemode/world-writable\)$`

func init() {
	mode = 0o600
	chmod = func(string, os.FileMode) error { return nil }
}

func TestSave(t *testing.T) {
	c := &C{dir: t.TempDir()}
	if err := c.Save("x", nil); err != nil {
		t.Fatal(err)
	}
	if err := Publish(memory{}, "x"); err != nil {
		t.Fatal(err)
	}
	// Creations that leave their mode to the umask, as the program's own does.
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile("/srv/"+name, []byte("x"), 0o666); err != nil { // no warnings in tests
			t.Fatal(err)
		}
	}
	os.Create("c")
	os.Create("d")
	mode := os.FileMode(0o666)
	os.Chmod("c", mode) // want `^error: .* \(filemode/world-writable\)$`
	os.Chmod(c.dir, 0o777)
}
