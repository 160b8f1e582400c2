//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
		{"os.Root", func(name string, data []byte, perm os.FileMode) error {
			root, err := os.OpenRoot(filepath.Dir(name))
			if err != nil {
				return err
			}
			defer root.Close()
			return root.WriteFile(filepath.Base(name), data, perm)
		}},
		{"renameio v2", func(name string, data []byte, perm os.FileMode) error { return renameio.WriteFile(name, data, perm) }},
		{"renameio v2, static, TempDir", renameioStatic},
		{"natefinch/atomic", func(name string, data []byte, _ os.FileMode) error {
			return atomic.WriteFile(name, bytes.NewReader(data))
		}},
		{"moby atomicwriter", atomicwriter.WriteFile},
		{"safecreate", safecreate.WriteFile},
	}
}

// renameioStatic is how the documentation of renameio says to ask for exactly a mode, with the
// temporary file beside the target, so that it need not be looked for.
func renameioStatic(name string, data []byte, perm os.FileMode) error {
	p, err := renameio.NewPendingFile(name, renameio.WithStaticPermissions(perm), renameio.WithTempDir(filepath.Dir(name)))
	if err != nil {
		return err
	}
	defer p.Cleanup()
	if _, err := p.Write(data); err != nil {
		return err
	}
	return p.CloseAtomicallyReplace()
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
		{"file of root in a directory of ours (another user writes)", ofRoot},
		{"group of the file that is replaced", groupKept},
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

// ofRoot lets another user write over a file of root that it may not write to.
func ofRoot(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := errors.Join(plant(name, "old", 0o644), os.Chown(dir, 1234, 1234)); err != nil {
			return "", err
		}
		c := exec.Command("/proc/self/exe", "writeas", w.name, name)
		c.Dir = "/"
		c.Env = []string{"TMPDIR=" + dir}
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 1234, Gid: 1234}}
		if err := c.Run(); err != nil {
			return "refused", nil
		}
		return "**taken away**", nil
	})
}

// writeAsChild writes as whoever runs it.
func writeAsChild(arg []string) error {
	for _, w := range fileWays() {
		if w.name == arg[0] {
			return w.write(arg[1], []byte("new"), 0o640)
		}
	}
	return errors.New("no such way")
}

func groupKept(w fileWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "x")
		if err := errors.Join(plant(name, "old", 0o640), os.Chown(name, 0, 33)); err != nil {
			return "", err
		}
		if err := w.write(name, []byte("new"), 0o640); err != nil {
			return "refused", nil
		}
		fi, err := os.Lstat(name)
		if err != nil {
			return "", err
		}
		if fi.Sys().(*syscall.Stat_t).Gid == 33 {
			return "kept", nil
		}
		return "**lost**", nil
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
