// Command narrowed writes a token, and takes the right to read it from others afterwards.
package main

import (
	"os"
	"strconv"
)

func save(path string, token []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(token); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func main() {
	rounds, _ := strconv.Atoi(os.Args[2])
	for range rounds {
		os.Remove(os.Args[1])
		if err := save(os.Args[1], []byte("secret")); err != nil {
			panic(err)
		}
	}
}
