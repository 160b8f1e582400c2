//go:build linux

// Proof makes one descriptor without close-on-exec, starts a child that lists
// what it inherited, and prints the list. The test builds it twice: as it
// stands, and with the fixes of the check.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"sort"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// A row makes one descriptor, or tells why it cannot here.
type row func() (int, error)

func main() {
	if len(os.Args) != 2 {
		for _, name := range names() {
			fmt.Println(name)
		}
		return
	}
	if os.Args[1] == "child" {
		list()
		return
	}
	// Whatever started this may have left descriptors open.
	if err := unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		fmt.Printf("skip: mark what was inherited: %v\n", err)
		return
	}
	if _, err := rows[os.Args[1]](); err != nil {
		fmt.Printf("skip: %v\n", err)
		return
	}
	out, err := exec.Command(os.Args[0], "child").Output()
	if err != nil {
		fmt.Printf("skip: start the child: %v\n", err)
		return
	}
	fmt.Printf("inherited:%s\n", out)
}

func names() []string {
	var all []string
	for name := range rows {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// list prints the open descriptors of this process that came through exec. The
// standard three are left out, and what the runtime has made since: that is
// close-on-exec, which nothing that came through exec can be.
func list() {
	dir, err := syscall.Open("/proc/self/fd", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		fmt.Print(" /proc/self/fd: ", err)
		return
	}
	buf := make([]byte, 1<<14)
	n, err := syscall.ReadDirent(dir, buf)
	if err != nil {
		fmt.Print(" /proc/self/fd: ", err)
		return
	}
	_, _, found := syscall.ParseDirent(buf[:n], -1, nil)
	for _, name := range found {
		if fd, err := strconv.Atoi(name); err == nil && fd > 2 && flags(fd)&unix.FD_CLOEXEC == 0 {
			fmt.Print(" ", fd)
		}
	}
}

func flags(fd int) int {
	n, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil {
		return unix.FD_CLOEXEC // closed again
	}
	return n
}
