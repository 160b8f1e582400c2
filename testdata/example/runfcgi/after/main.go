// Command after gives the socket its mode when the socket is made, and leaves
// the umask alone.
package main

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
)

const (
	socket  = "/run/runfcgi/app.sock"
	uploads = "/srv/runfcgi/uploads"
)

func main() {
	l, err := listen(socket)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, http.HandlerFunc(upload)))
}

// listen sets the mode on the descriptor before bind, so that the socket
// appears with it: the owner and the group may connect.
func listen(path string) (net.Listener, error) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), 0o660) }); e != nil {
			return e
		}
		return err
	}}
	return lc.Listen(context.Background(), "unix", path)
}

func upload(w http.ResponseWriter, r *http.Request) {
	f, err := os.OpenFile(filepath.Join(uploads, filepath.Base(r.URL.Path)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		http.Error(w, "cannot store", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	if _, err := io.Copy(f, r.Body); err != nil {
		http.Error(w, "cannot store", http.StatusInternalServerError)
	}
}
