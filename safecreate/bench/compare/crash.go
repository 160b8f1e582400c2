//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

const killSize = 300_000

func letters(i int) []byte { return bytes.Repeat([]byte{'a' + byte(i%26)}, killSize) }

func isWhole(b []byte) bool {
	return len(b) == killSize && len(bytes.Trim(b, string(b[:1]))) == 0
}

func wayNamed(name string) (fileWay, error) {
	for _, w := range fileWays() {
		if w.name == name {
			return w, nil
		}
	}
	return fileWay{}, fmt.Errorf("no way %q", name)
}

// writeChild writes once, or for ever.
func writeChild(arg []string) error {
	w, err := wayNamed(arg[1])
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := w.write(arg[2], letters(i), 0o640); err != nil {
			return err
		}
		if arg[0] == "once" {
			return nil
		}
		if i == 0 {
			fmt.Println("started")
		}
	}
}

func killLoop(w fileWay) (whole, left string) {
	torn, debris := 0, 0
	answer := try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		for range 200 {
			c := exec.Command("/proc/self/exe", "write", "loop", w.name, name)
			out, err := c.StdoutPipe()
			if err != nil {
				return "", err
			}
			if err := c.Start(); err != nil {
				return "", err
			}
			if _, err := io.ReadFull(out, make([]byte, 8)); err != nil {
				return "", err
			}
			time.Sleep(rand.N(3 * time.Millisecond))
			if err := c.Process.Kill(); err != nil {
				return "", err
			}
			c.Wait()
			b, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			if !isWhole(b) {
				torn++
			}
			if err := w.write(name, letters(0), 0o640); err != nil {
				return "", err
			}
		}
		entries, err := os.ReadDir(dir)
		debris = len(entries) - 1
		return "", err
	})
	if answer != "" {
		return answer, answer
	}
	whole, left = "always", "none"
	if torn > 0 {
		whole = fmt.Sprintf("**torn %d times**", torn)
	}
	if debris > 0 {
		left = fmt.Sprintf("**%d**", debris)
	}
	return whole, left
}

func concurrent(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := w.write(name, letters(0), 0o640); err != nil {
			return "", err
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		reads, torn, failed := 0, 0, 0
		for i := range 8 {
			wg.Go(func() {
				for range 50 {
					err := w.write(name, letters(i), 0o640)
					b, readErr := os.ReadFile(name)
					mu.Lock()
					reads++
					if err != nil {
						failed++
					} else if readErr != nil || !isWhole(b) {
						torn++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if failed > 0 {
			return fmt.Sprintf("**%d of %d writes failed**", failed, reads), nil
		}
		if torn > 0 {
			return fmt.Sprintf("**torn %d of %d times**", torn, reads), nil
		}
		return "always", nil
	})
}

// syncs has strace count the fsyncs of a write.
func syncs(w fileWay) string {
	return try(func(dir string) (string, error) {
		name, log := filepath.Join(dir, "x"), filepath.Join(os.TempDir(), filepath.Base(dir)+".strace")
		defer os.Remove(log)
		self, err := os.Executable()
		if err != nil {
			return "", err
		}
		out, err := exec.Command("strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", log, self, "write", "once", w.name, name).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("strace: %w: %s", err, out)
		}
		b, err := os.ReadFile(log)
		if err != nil {
			return "", err
		}
		file, directory := "**no**", "**no**"
		for _, m := range regexp.MustCompile(`fd?a?t?a?sync\(\d+<([^>]*)>`).FindAllStringSubmatch(string(b), -1) {
			if m[1] == dir {
				directory = "yes"
			} else {
				file = "yes"
			}
		}
		return file + ", " + directory, nil
	})
}
