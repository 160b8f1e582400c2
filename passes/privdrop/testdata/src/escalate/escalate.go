package escalate

import (
	"os"
	"syscall"
)

func Escalate() error {
	uid := os.Getuid()
	return syscall.Setresuid(0, 0, uid)
}

func Drop() error {
	uid := os.Getuid()
	return syscall.Setresuid(uid, uid, 0) // want `^warning: syscall.Setresuid sets the uid that the process has now, but syscall.Setresuid \(line \d+\) makes that 0: a drop after it drops to root; keep the uid from before \(privdrop/drop-conditional\)$`
}
