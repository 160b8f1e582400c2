// Command setgroups gives up its groups in one thread of many.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func drop(uid, gid int) error {
	if err := unix.Setgroups([]int{gid}); err != nil {
		return err
	}
	if err := syscall.Setgid(gid); err != nil {
		return err
	}
	return syscall.Setuid(uid)
}

func main() {
	if err := drop(65534, 65534); err != nil {
		panic(err)
	}
	threads, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil {
		panic(err)
	}
	lost := 0
	for _, t := range threads {
		status, _ := os.ReadFile(t)
		if strings.Contains(string(status), "4242") {
			lost++ // a thread that any goroutine may run on
		}
	}
	fmt.Println(lost)
}
