package noreturn

import (
	"log"
	"net"
	"os/exec"
)

func fatal(err error) { // want "never returns"
	log.Fatal(err)
}

func prints(err error) {
	log.Print(err)
}

func serve() error {
	if err := exec.Command("true").Run(); err != nil {
		fatal(err)
	}
	_, err := net.Listen("tcp", ":0")
	return err
}
