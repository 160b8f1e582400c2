// Command quietmain sets its umask once.
package main

import (
	"log"
	"net/http"
	"syscall"
)

func main() {
	syscall.Umask(0o027)
	log.Fatal(http.ListenAndServe(":0", nil))
}
