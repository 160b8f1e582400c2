package helpers

import (
	"net"
	"net/http"
	"syscall"
)

func serveSocket(mask int, addr string) error {
	syscall.Umask(mask) // want `umask-for-socket`
	l, err := net.Listen("unix", addr)
	if err != nil {
		return err
	}
	return http.Serve(l, nil)
}
