// Package command runs chmod.
package command

import (
	"context"
	"os/exec"
)

func fine(p, mode string) {
	_ = exec.Command("chmod", "755", p).Run()
	_ = exec.Command("chmod", "1777", p).Run()
	_ = exec.Command("chmod", "+w", p).Run()
	_ = exec.Command("chmod", "u+w", p).Run()
	_ = exec.Command("chmod", "go-w", p).Run()
	_ = exec.Command("chmod", "666", "/run/x.sock").Run()
	_ = exec.Command("chmod", mode, p).Run()
	_ = exec.Command("echo", "chmod", "777").Run()
}

func wrong(ctx context.Context, p string) {
	_ = exec.Command("chmod", "777", p).Run()                         // want `^error: chmod 777 lets any user write, whatever the umask \(filemode/world-writable\)$`
	_ = exec.CommandContext(ctx, "/bin/chmod", "-R", "0666", p).Run() // want `error: chmod 0666`
	_ = exec.Command("chmod", "a+rwx", p).Run()                       // want `error: chmod a\+rwx`
	_ = exec.Command("chmod", "o+w", p).Run()                         // want `error: chmod o\+w`
}
