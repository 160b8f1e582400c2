// Command socket takes a umask for its socket, which stays for all the rest.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
)

var (
	mask = flag.String("umask", "022", "umask of the socket")
	sock = flag.String("socket", "/run/app/app.sock", "socket")
)

func main() {
	flag.Parse()
	m, err := strconv.ParseInt(*mask, 8, 0)
	if err != nil {
		log.Fatal(err)
	}
	syscall.Umask(int(m)) // want `^warning: the umask for the socket on line 26 stays for all files that the process creates later; give the socket its mode instead \(umask/umask-for-socket\)$`
	l, err := net.Listen("unix", *sock)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}

type config struct {
	umask int
	addr  string
}

// The change and the socket are in two functions.
func (c *config) daemon() error {
	c.setUmask()
	return c.serve()
}

func (c *config) setUmask() { syscall.Umask(c.umask) } // want `^warning: the umask for the socket on line 41 stays`

func (c *config) serve() error {
	l, err := net.Listen("unix", c.addr)
	if err != nil {
		return err
	}
	return http.Serve(l, nil)
}

// Right: put back before anything else is created. That is a window.
func window(c *config) (net.Listener, error) {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	return net.Listen("unix", c.addr)
}

// Right: the program's own mask, tighter than any.
func own(c *config) error {
	syscall.Umask(0o027)
	return c.serve()
}

// Right: no socket file.
func tcp(c *config) error {
	syscall.Umask(c.umask)
	l, err := net.Listen("tcp", ":80")
	if err != nil {
		return err
	}
	return http.Serve(l, nil)
}

// Right: nothing comes after it.
func once(c *config) (net.Listener, error) {
	syscall.Umask(c.umask)
	return net.Listen("unix", c.addr)
}

// Right: the mask is for what the function creates, as in a shell.
func files(c *config) error {
	syscall.Umask(c.umask)
	return os.WriteFile(c.addr, nil, 0o666)
}
