// Command cloexec reads a file by a raw descriptor while other goroutines start children. A child counts what it
// inherited.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func read(path string, buf []byte) (int, error) {
	fd, err := syscall.Open(path, syscall.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	defer syscall.Close(fd)
	return syscall.Read(fd, buf)
}

func child(path string) {
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, l := range links {
		if to, _ := os.Readlink(l); to == path {
			fmt.Println("inherited")
		}
	}
}

func main() {
	path := os.Args[1]
	if len(os.Args) == 2 {
		child(path)
		return
	}
	rounds, _ := strconv.Atoi(os.Args[2])
	if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
		panic(err)
	}
	stop := make(chan bool)
	for range 2 {
		go func() {
			buf := make([]byte, 64)
			for {
				select {
				case <-stop:
					return
				default:
					if _, err := read(path, buf); err != nil {
						panic(err)
					}
				}
			}
		}()
	}
	lost := 0
	for range rounds {
		out, err := exec.Command("/proc/self/exe", path).Output()
		if err != nil {
			panic(err)
		}
		lost += strings.Count(string(out), "inherited")
	}
	close(stop)
	fmt.Println(lost)
}
