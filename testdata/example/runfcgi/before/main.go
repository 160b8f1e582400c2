// Command before is a FastCGI-like server with a -umask option that looks like
// "the mode of my socket". It is the umask of the whole process: whatever the
// server creates from then on gets it too.
package main

import (
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

// listen opens the umask so that the web server's group may connect.
func listen(path string) (net.Listener, error) {
	old := syscall.Umask(0)
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err // and the umask stays 0
	}
	syscall.Umask(old)
	return l, nil
}

func upload(w http.ResponseWriter, r *http.Request) {
	f, err := os.OpenFile(filepath.Join(uploads, filepath.Base(r.URL.Path)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		http.Error(w, "cannot store", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	if _, err := io.Copy(f, r.Body); err != nil {
		http.Error(w, "cannot store", http.StatusInternalServerError)
	}
}
