// Package cleared lets everybody write what it creates.
package cleared

import (
	"os"
	"syscall"
)

func daemon() { syscall.Umask(0) }

func export(p string) {
	_, _ = os.Create(p)            // want `^error: os.Create creates a file with mode 0666, and cleared.go:9 clears the umask: any user can write to it; use 0644 \(filemode/world-writable\)$`
	_ = os.WriteFile(p, nil, 0666) // want `^error: os.WriteFile creates a file with mode 0666, and cleared.go:9 clears the umask`
	_ = os.WriteFile(p, nil, 0600)
}
