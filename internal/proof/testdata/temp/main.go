// Command temp writes a report to a name that others can guess.
package main

import (
	"os"
	"path/filepath"
	"strconv"
)

func report(data []byte) error {
	f, err := os.Create(filepath.Join(os.TempDir(), "report.txt"))
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func main() {
	rounds, _ := strconv.Atoi(os.Args[2])
	for range rounds {
		if err := report([]byte("report")); err != nil {
			panic(err)
		}
		files, _ := filepath.Glob(filepath.Join(os.TempDir(), "report*"))
		for _, f := range files {
			os.Remove(f)
		}
	}
}
