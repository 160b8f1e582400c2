// Command umasksocket has a umask for its socket, which every upload gets too.
package main

import (
	"flag"
	"net"
	"os"
	"syscall"
)

func serve(path string, mask int) error {
	syscall.Umask(mask)
	l, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	defer l.Close()
	return upload(path + ".upload")
}

func upload(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return f.Close()
}

func main() {
	mask := flag.Int("umask", 0, "umask of the socket")
	flag.Parse()
	if err := serve(flag.Arg(0), *mask); err != nil {
		panic(err)
	}
}
