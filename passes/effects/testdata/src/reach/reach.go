package reach

import (
	"os"
	"path/filepath"
	"strconv"
)

// The text decides.
func texts(p string) {
	os.WriteFile("/tmp/x", nil, 0o600)                          // want "shared"
	os.WriteFile(filepath.Join(os.TempDir(), "x"), nil, 0o600)  // want "shared"
	os.WriteFile("/etc/x", nil, 0o600)                          // want "root"
	os.WriteFile("/var/lib/x/y", nil, 0o600)                    // want "service"
	os.WriteFile("out", nil, 0o600)                             // want "chosen"
	os.WriteFile(os.Args[1], nil, 0o600)                        // want "chosen"
	os.WriteFile(p, nil, 0o600)                                 // want "unknown"
	os.WriteFile("/proc/self/x", nil, 0o600)                    // want "kernel"
	os.WriteFile(os.Getenv("XDG_RUNTIME_DIR")+"/x", nil, 0o600) // want "private"
	os.WriteFile(os.Getenv("XDG_CONFIG_HOME")+"/x", nil, 0o600) // want "user"
}

// A directory of one's own.
func ownDir() {
	dir, _ := os.MkdirTemp("", "x")                   // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "private"
	os.Chmod(dir, 0o755)                              // want "unknown"
	os.WriteFile(filepath.Join(dir, "b"), nil, 0o600) // want "unknown"
}

func closedHere(dir string) {
	os.WriteFile(filepath.Join(dir, "before"), nil, 0o600) // want "unknown"
	os.MkdirAll(dir, 0o700)                                // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600)      // want "private"
}

// What has no x for others keeps them out too, whatever it does to its owner.
func unsearchable(dir string) {
	os.MkdirAll(dir, 0o600)                           // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "private"
}

// A directory that others can list is none.
func openHere(dir string) {
	os.MkdirAll(dir, 0o755)                           // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "unknown"
}

func reopened(dir string) {
	os.MkdirAll(dir, 0o700)                           // want "unknown"
	os.Chmod(dir, 0o711)                              // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "unknown"
}

// A directory in which everybody may make names.
func shared(dir string) {
	os.MkdirAll(dir, 0o777)                           // want "unknown"
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "unknown"
	os.Chmod(dir, 0o777)                              // want "unknown"
	os.WriteFile(filepath.Join(dir, "b"), nil, 0o600) // want "shared"
}

// A directory of somebody else, and one of the own user.
func given(dir, own string, uid int) {
	os.Chown(dir, uid, -1)
	os.WriteFile(filepath.Join(dir, "a"), nil, 0o600) // want "other user"
	os.Chown(own, os.Getuid(), -1)
	os.WriteFile(filepath.Join(own, "a"), nil, 0o600) // want "unknown"
}

// What all callers pass.
func fromPrivate() {
	dir, _ := os.MkdirTemp("", "x") // want "unknown"
	byAll(filepath.Join(dir, "x"))  // want "private"
	bySome(filepath.Join(dir, "x")) // want "private"
	Hidden(filepath.Join(dir, "x")) // want "private"
	through(dir)                    // want "private"
}

func fromOutside(p string) { bySome(p) } // want "unknown"

func byAll(p string)     { os.WriteFile(p, nil, 0o600) }    // want "private"
func bySome(p string)    { os.WriteFile(p, nil, 0o600) }    // want "unknown"
func through(dir string) { inner(filepath.Join(dir, "a")) } // want "private"
func inner(p string)     { os.WriteFile(p, nil, 0o600) }    // want "private"

// Hidden is exported, but all that is known to call it keeps others out.
func Hidden(p string) { os.WriteFile(p, nil, 0o600) } // want "private"

// Open is exported, and what this package passes is open: others may pass more.
func Open(p string) { os.WriteFile(p, nil, 0o600) } // want "unknown"

func callsOpen() { Open("/tmp/" + strconv.Itoa(1)) } // want "shared"

func nobodyCalls(p string) { os.WriteFile(p, nil, 0o600) } // want "unknown"

// A store makes its directory when it is opened.
type store struct{ dir string }

func newStore(dir string) *store {
	os.MkdirAll(dir, 0o700) // want "unknown"
	return &store{dir: dir}
}

func (s *store) save(name string) {
	os.WriteFile(filepath.Join(s.dir, name), nil, 0o644) // want "private"
}
