// Package named holds names that are made unique by something that others can
// guess, and lists of directories.
package named

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// A random part beside the process id.
func random(prefix string) {
	os.Create(fmt.Sprintf("/tmp/%s-%d-%s", prefix, os.Getpid(), rand.Text()))
}

// Whose the directory is, its caller knows.
func below(dir, prefix string) {
	os.Create(filepath.Join("/tmp", dir, fmt.Sprintf("%s-%d", prefix, os.Getpid())))
	os.Create(fmt.Sprintf("%s/%s-%d", dir, prefix, os.Getpid()))
}

// A name that may be random.
func unknown(prefix string) {
	os.Create("/tmp/" + prefix + ".log")
}

// Directories of which none is for all users.
func own() {
	dirs := []string{"/data/log/named"}
	if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, home)
	}
	for _, dir := range dirs {
		os.Create(filepath.Join(dir, "log"))
	}
}

// An element that is exchanged.
func replaced(dir string) {
	dirs := []string{"/tmp"}
	dirs[0] = dir
	for _, dir := range dirs {
		os.MkdirAll(filepath.Join(dir, "x"), 0o700)
	}
}

// Exported: others may put something else in.
var Spool = []string{"/tmp"}

// Elements that are exchanged later.
var exchanged = []string{"/tmp"}

func init() { exchanged[0] = "/data/log/named" }

func lists() {
	for _, dir := range exchanged {
		os.MkdirAll(filepath.Join(dir, "x"), 0o700)
	}
}

// And now the real ones.

func prefixed(prefix string) {
	os.Create(fmt.Sprintf("/tmp/%s-%d", prefix, os.Getpid()))                   // want `^warning: os.Create opens predictable path /tmp/\*-\* in world-writable /tmp without O_EXCL`
	os.MkdirAll(filepath.Join(os.TempDir(), prefix+time.Now().String()), 0o700) // want `already created \$TMPDIR/\*\*`
}

// The same, told once: where it is made.
func caller() { prefixed("named") }

var host = "unknown"

func init() {
	if h, err := os.Hostname(); err == nil {
		host = h
	}
}

func logName(program, tag string, t time.Time) string {
	return fmt.Sprintf("%s.%s.%s.log.%s.%04d%02d%02d-%02d%02d%02d.%d", program, host, "user", tag,
		t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), os.Getpid())
}

var logDirs []string

func logs(program, dir string, t time.Time) {
	if dir != "" {
		logDirs = append(logDirs, dir)
	}
	logDirs = append(logDirs, os.TempDir())
	for _, dir := range logDirs {
		f, err := os.Create(filepath.Join(dir, logName(program, "info", t))) // want `opens predictable path \$TMPDIR/\*`
		if err == nil {
			f.Close()
			return
		}
	}
}

func spools() {
	for _, dir := range Spool {
		os.MkdirAll(filepath.Join(dir, "named"), 0o700) // want `already created /tmp/named`
	}
	list := []string{"/data/named", "/var/tmp"}
	for i := range list {
		os.MkdirAll(list[i]+"/named", 0o700) // want `already created /var/tmp/named`
	}
}
