//go:build linux

// Command compare measures, guarantee by guarantee, what the ways to write files,
// listen on sockets, make directories and hold pid files do, and prints the tables of
// docs/safecreate.md. Nothing in them is copied from a manual. It wants root (for other
// owners, devices, mounts and other users), strace and a few minutes.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// A row asks one question of every candidate.
type row[T any] struct {
	question string
	answer   func(T) string
}

type named interface{ title() string }

func printTable[T named](corner string, candidates []T, rows []row[T]) {
	fmt.Printf("| %s |", corner)
	for _, c := range candidates {
		fmt.Printf(" %s |", c.title())
	}
	fmt.Printf("\n|---|%s\n", strings.Repeat("---|", len(candidates)))
	for _, r := range rows {
		fmt.Printf("| %s |", r.question)
		for _, c := range candidates {
			fmt.Printf(" %s |", r.answer(c))
		}
		fmt.Println()
	}
	fmt.Println()
}

func main() {
	if len(os.Args) > 1 {
		child(os.Args[1], os.Args[2:])
		return
	}
	if os.Geteuid() != 0 {
		fmt.Fprintln(os.Stderr, "compare: some rows need root")
		os.Exit(1)
	}
	if err := mountDisk(); err != nil {
		fmt.Fprintln(os.Stderr, "compare: no ext4 of its own:", err)
		os.Exit(1)
	}
	defer unmountDisk()
	printSpeed()
	printTable("files", fileWays(), fileRows())
	printTable("sockets", socketWays(), socketRows())
	printTable("directories", dirWays(), dirRows())
	printTable("pid files", pidWays(), pidRows())
}

// child is another process of a measurement.
func child(what string, arg []string) {
	var err error
	switch what {
	case "write":
		err = writeChild(arg)
	case "connect":
		err = connectChild(arg)
	case "writeas":
		err = writeAsChild(arg)
	case "flock":
		err = flockChild(arg)
	default:
		err = fmt.Errorf("no child %q", what)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// try runs one measurement in a directory of its own and under umask 022, which the one
// before may have lost; a failure to set it up is the answer.
func try(f func(dir string) (string, error)) string {
	syscall.Umask(0o022)
	dir, err := os.MkdirTemp("/dev/shm", "cmp-")
	if err != nil {
		return "error: " + err.Error()
	}
	defer os.RemoveAll(dir)
	answer, err := f(dir)
	if err != nil {
		return "error: " + err.Error()
	}
	return answer
}

func underUmask(mask int, f func() error) error {
	defer syscall.Umask(syscall.Umask(mask))
	return f()
}

func modeOf(name string) string {
	fi, err := os.Lstat(name)
	if err != nil {
		return "gone"
	}
	m := fi.Mode()
	n := uint32(m.Perm())
	for bit, v := range map[os.FileMode]uint32{os.ModeSetuid: 0o4000, os.ModeSetgid: 0o2000, os.ModeSticky: 0o1000} {
		if m&bit != 0 {
			n |= v
		}
	}
	return fmt.Sprintf("%04o", n)
}

func contentOf(name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func plant(name, content string, mode os.FileMode) error {
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		return err
	}
	return os.Chmod(name, mode)
}
