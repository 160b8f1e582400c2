// Command before serves over a unix socket. It removes whatever stands at the
// path, a live server's socket too; narrows the mode when clients can already
// connect; and hands a copy of its whole environment to every request.
package main

import (
	"encoding/json"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
)

const socket = "/tmp/sockserver.sock"

// environ is taken once, at start, with every token that the shell had.
var environ = environMap()

func environMap() map[string]string {
	m := make(map[string]string)
	for _, kv := range os.Environ() {
		k, v, _ := strings.Cut(kv, "=")
		m[k] = v
	}
	return m
}

func main() {
	os.Remove(socket)
	l, err := net.Listen("unix", socket)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.Chmod(socket, 0o660); err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, http.HandlerFunc(status)))
}

func status(w http.ResponseWriter, r *http.Request) {
	if err := json.NewEncoder(w).Encode(environ); err != nil {
		log.Print(err)
	}
}
