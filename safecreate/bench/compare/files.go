//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/google/renameio/v2"
	"github.com/moby/sys/atomicwriter"
	"github.com/natefinch/atomic"

	"github.com/permvet/permvet/safecreate"
)

// A fileWay is a way to write a file at once. natefinch/atomic takes no mode.
type fileWay struct {
	name  string
	write func(name string, data []byte, perm os.FileMode) error
}

func (w fileWay) title() string { return w.name }

func fileWays() []fileWay {
	return []fileWay{
		{"os.WriteFile", os.WriteFile},
		{"renameio v2", func(name string, data []byte, perm os.FileMode) error { return renameio.WriteFile(name, data, perm) }},
		{"renameio v2 +StaticPermissions", func(name string, data []byte, perm os.FileMode) error {
			return renameio.WriteFile(name, data, perm, renameio.WithStaticPermissions(perm))
		}},
		{"natefinch/atomic", func(name string, data []byte, _ os.FileMode) error {
			return atomic.WriteFile(name, bytes.NewReader(data))
		}},
		{"moby atomicwriter", atomicwriter.WriteFile},
		{"safecreate", safecreate.WriteFile},
	}
}

func fileRows() []row[fileWay] {
	return []row[fileWay]{
		{"new, 0640 asked, umask 077", func(w fileWay) string { return newFile(w, 0o077, 0o640) }},
		{"new, 0666 asked, umask 022", func(w fileWay) string { return newFile(w, 0o022, 0o666) }},
		{"0640 asked over an existing 0644", func(w fileWay) string { return overExisting(w, 0o644) }},
		{"0640 asked over an existing setuid 4755", func(w fileWay) string { return overExisting(w, 0o755|os.ModeSetuid) }},
		{"0640 asked over an existing 0600", func(w fileWay) string { return overExisting(w, 0o600) }},
		{"numeric 01777 asked", func(w fileWay) string { return newFile(w, 0, 0o1777) }},
		{"who had the old file open sees the new content", earlyReader},
		{"file of another user (root writes)", ofAnother},
		{"symbolic link", overLink},
		{"dangling link", overDangling},
		{"hard link", overHardLink},
		{"device", overDevice},
		{"FIFO", overFIFO},
		{"disk full: old content kept", fullDisk},
		{"kill -9, 200 times: old or new content", func(w fileWay) string { whole, _ := killLoop(w); return whole }},
		{"kill -9, 200 times: files left after the next success", func(w fileWay) string { _, left := killLoop(w); return left }},
		{"8 writers at once: readers see whole content", concurrent},
		{"fsync of the file, of the directory", syncs},
	}
}

func newFile(w fileWay, mask int, perm os.FileMode) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		err := underUmask(mask, func() error { return w.write(name, nil, perm) })
		if err != nil {
			return "refused", nil
		}
		return modeOf(name), nil
	})
}

func overExisting(w fileWay, mode os.FileMode) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := plant(name, "old", mode); err != nil {
			return "", err
		}
		if err := w.write(name, []byte("new"), 0o640); err != nil {
			return "refused", nil
		}
		return modeOf(name), nil
	})
}

func earlyReader(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := plant(name, "old", 0o644); err != nil {
			return "", err
		}
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		if err := w.write(name, []byte("new"), 0o600); err != nil {
			return "", err
		}
		b, err := io.ReadAll(f)
		if string(b) == "new" {
			return "**yes**", err
		}
		return "no", err
	})
}

func ofAnother(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := errors.Join(plant(name, "old", 0o644), os.Chown(name, 1234, 1234)); err != nil {
			return "", err
		}
		if err := w.write(name, []byte("new"), 0o640); err != nil {
			return "refused", nil
		}
		fi, err := os.Lstat(name)
		if err != nil {
			return "", err
		}
		if fi.Sys().(*syscall.Stat_t).Uid == 1234 {
			return "written, stays theirs", nil
		}
		return "taken over", nil
	})
}

// fate says what became of the victim behind name.
func fate(w fileWay, name, victim string) string {
	if err := w.write(name, []byte("new"), 0o640); err != nil {
		return "refused"
	}
	if contentOf(victim) == "new" {
		return "**victim overwritten**"
	}
	return "replaced"
}

func overLink(w fileWay) string {
	return try(func(dir string) (string, error) {
		name, victim := filepath.Join(dir, "x"), filepath.Join(dir, "victim")
		if err := errors.Join(plant(victim, "old", 0o600), os.Symlink(victim, name)); err != nil {
			return "", err
		}
		return fate(w, name, victim), nil
	})
}

func overDangling(w fileWay) string {
	return try(func(dir string) (string, error) {
		name, victim := filepath.Join(dir, "x"), filepath.Join(dir, "victim")
		if err := os.Symlink(victim, name); err != nil {
			return "", err
		}
		return strings.Replace(fate(w, name, victim), "overwritten", "created", 1), nil
	})
}

func overHardLink(w fileWay) string {
	return try(func(dir string) (string, error) {
		name, victim := filepath.Join(dir, "x"), filepath.Join(dir, "victim")
		if err := errors.Join(plant(victim, "old", 0o600), os.Link(victim, name)); err != nil {
			return "", err
		}
		return fate(w, name, victim), nil
	})
}

func overDevice(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := syscall.Mknod(name, syscall.S_IFCHR|0o666, 1<<8|3); err != nil {
			return "", err
		}
		return fateOfSpecial(w, name)
	})
}

func fateOfSpecial(w fileWay, name string) (string, error) {
	if err := w.write(name, []byte("new"), 0o640); err != nil {
		return "refused", nil
	}
	fi, err := os.Lstat(name)
	if err == nil && fi.Mode().IsRegular() {
		return "**replaced by a file**", nil
	}
	return "written to", err
}

func overFIFO(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			return "", err
		}
		answer := make(chan string, 1)
		go func() {
			a, err := fateOfSpecial(w, name)
			if err != nil {
				a = err.Error()
			}
			answer <- a
		}()
		select {
		case a := <-answer:
			return a, nil
		case <-time.After(time.Second):
			f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // let it go
			if err != nil {
				return "", err
			}
			<-answer
			return "**waits for a reader**", f.Close()
		}
	})
}

func fullDisk(w fileWay) string {
	return try(func(dir string) (string, error) {
		if err := syscall.Mount("none", dir, "tmpfs", 0, "size=256k"); err != nil {
			return "", err
		}
		defer syscall.Unmount(dir, syscall.MNT_DETACH)
		name := filepath.Join(dir, "x")
		if err := plant(name, "old", 0o600); err != nil {
			return "", err
		}
		if err := w.write(name, make([]byte, 1<<20), 0o600); err == nil {
			return "", errors.New("a megabyte fits")
		}
		entries, err := os.ReadDir(dir)
		if contentOf(name) != "old" {
			return "**no**", err
		}
		if len(entries) > 1 {
			return fmt.Sprintf("yes, **%d left**", len(entries)-1), err
		}
		return "yes", err
	})
}

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
