// Command window opens the umask for one directory while another goroutine writes files.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

func share(dir string) error {
	old := syscall.Umask(0)
	err := os.Mkdir(dir, 0o770)
	syscall.Umask(old)
	return err
}

func main() {
	dir := os.Args[1]
	rounds, _ := strconv.Atoi(os.Args[2])
	syscall.Umask(0o022)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		panic(err)
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		for i := range rounds {
			d := filepath.Join(dir, "d"+strconv.Itoa(i))
			if err := share(d); err != nil {
				panic(err)
			}
			os.Remove(d)
		}
	}()
	lost := 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		f, err := os.Create(filepath.Join(dir, "log"))
		if err != nil {
			panic(err)
		}
		if fi, err := f.Stat(); err == nil && fi.Mode()&0o022 != 0 {
			lost++ // others can write to the log
		}
		f.Close()
		os.Remove(f.Name())
	}
	fmt.Println(lost)
}
