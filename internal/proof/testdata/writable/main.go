// Command writable creates its state with a mode that leaves all to the umask.
package main

import (
	"os"
	"strconv"
	"syscall"
)

func save(path string) error { return os.WriteFile(path, []byte("state"), 0o666) }

func main() {
	if os.Args[3] == "umask0" {
		syscall.Umask(0) // as a service manager may leave it
	}
	rounds, _ := strconv.Atoi(os.Args[2])
	for range rounds {
		os.Remove(os.Args[1])
		if err := save(os.Args[1]); err != nil {
			panic(err)
		}
	}
}
