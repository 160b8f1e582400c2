package facts // want package:"spawns 1, execs 0, clears 0, wide 2"

import (
	"os"
	"os/exec"
)

var Mode os.FileMode = 0o750 // want Mode:"is 0750"

var Written os.FileMode = 0o750

func Set() { Written = 0 }

func Make(p string) (*os.File, error) { // want Make:`create #0 mode 0666; returns0 handle Make:t0!0`
	return os.Create(p)
}

func unexported(p string) { os.Create(p) }

func Local() { os.Remove(os.Args[0]) }

func Run() error { return exec.Command("true").Run() } // want Run:"spawn"

func Path(name string) string { return "/etc/" + name } // want Path:`returns0 "/etc/"\+#0`

// Finish tells what it does in the order in which it runs.
func Finish(f *os.File, p string) error { // want Finish:`^chmod @#0 mode 0600; close @#0; remove #1$`
	defer os.Remove(p)
	defer f.Close()
	return f.Chmod(0o600)
}
