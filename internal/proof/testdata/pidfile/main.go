// Command pidfile lets only one instance run, as far as it knows.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func only(path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s: another instance runs", path)
	}
	return os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())), 0o644)
}

func main() {
	for len(os.Args) > 3 { // start with the others
		if _, err := os.Stat(os.Args[3]); err == nil {
			break
		}
	}
	if err := only(os.Args[1] + "/service.pid"); err != nil {
		return
	}
	fmt.Println("I serve")
	time.Sleep(200 * time.Millisecond)
}
