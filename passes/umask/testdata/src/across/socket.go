package across

import (
	"net/http"
	"syscall"

	"github.com/permvet/permvet/passes/umask/testdata/src/lib"
)

func serve(mask int, addr string) error {
	syscall.Umask(mask) // want `^warning: the umask for the socket on line 12 stays`
	l, err := lib.Listen(addr)
	if err != nil {
		return err
	}
	return http.Serve(l, nil)
}

func open() { lib.Set(0) } // want `^error: umask 0000 makes new files world-writable`
