// Command listen makes a socket, and takes the right to connect from others afterwards.
package main

import (
	"net"
	"os"
	"strconv"
	"syscall"
)

func listen(path string) (net.Listener, error) {
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func main() {
	if os.Args[3] == "umask0" {
		syscall.Umask(0) // as a service manager may leave it
	}
	rounds, _ := strconv.Atoi(os.Args[2])
	for range rounds {
		l, err := listen(os.Args[1])
		if err != nil {
			panic(err)
		}
		l.Close()
	}
}
