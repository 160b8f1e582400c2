// Command server serves while it plays with its umask.
package main

import (
	"net/http"
	"os"
	"syscall"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		old := syscall.Umask(0) // want `umask-window`
		os.Mkdir("/srv/drop", 0o777)
		syscall.Umask(old)
	})
	http.ListenAndServe(":0", nil)
}
