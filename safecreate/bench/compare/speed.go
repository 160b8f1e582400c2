//go:build linux

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/permvet/permvet/safecreate"
)

// printSpeed prints what a call costs as a ratio to that of package os or net, whose
// microseconds are in brackets. The candidates take turns, call by call, so that whatever else
// the machine does hits all of them alike, and the lower quartiles are compared.
func printSpeed() {
	fmt.Print("| time, as a ratio |")
	ways := fileWays()
	for _, w := range ways {
		fmt.Printf(" %s |", w.name)
	}
	fmt.Printf("\n|---|%s\n", strings.Repeat("---|", len(ways)))
	for _, place := range []struct{ what, dir string }{{"memory", "/dev/shm"}, {"ext4", disk}} {
		for _, size := range []struct {
			what  string
			bytes int
		}{{"1 KB", 1 << 10}, {"1 MB", 1 << 20}} {
			answer := speedOfWriting(place.dir, ways, make([]byte, size.bytes))
			fmt.Printf("| %s, %s |%s\n", place.what, size.what, answer)
		}
	}
	fmt.Println()
	fmt.Print("| time, as a ratio, in memory | package os, net | safecreate |\n|---|---|---|\n")
	printPairs()
	fmt.Println()
}

func speedOfWriting(parent string, ways []fileWay, data []byte) string {
	dir, err := os.MkdirTemp(parent, "speed-")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	var calls []func() error
	for i, w := range ways {
		name := filepath.Join(dir, fmt.Sprint(i))
		calls = append(calls, func() error { return w.write(name, data, 0o640) })
	}
	var s strings.Builder
	times := takeTurns(calls, 600)
	for _, d := range times {
		fmt.Fprintf(&s, " %s |", ratio(d, times[0]))
	}
	return s.String()
}

func ratio(d, base time.Duration) string {
	if d == base {
		return fmt.Sprintf("1 (%s µs)", micro(d))
	}
	return fmt.Sprintf("%.2f", float64(d)/float64(base))
}

func micro(d time.Duration) string {
	if us := float64(d.Nanoseconds()) / 1000; us < 100 {
		return fmt.Sprintf("%.1f", us)
	} else {
		return fmt.Sprintf("%.0f", us)
	}
}

// takeTurns times each call n times and returns the lower quartile of each.
func takeTurns(calls []func() error, n int) []time.Duration {
	times := make([][]time.Duration, len(calls))
	for range n {
		for i, call := range calls {
			start := time.Now()
			if err := call(); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			times[i] = append(times[i], time.Since(start))
		}
	}
	quartiles := make([]time.Duration, len(calls))
	for i, t := range times {
		slices.Sort(t)
		quartiles[i] = t[len(t)/4]
	}
	return quartiles
}

// printPairs compares the calls that have a counterpart; removing what they make is not
// timed.
func printPairs() {
	dir, err := os.MkdirTemp("/dev/shm", "speed-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "x")
	kept := filepath.Join(dir, "kept")
	closing := func(f *os.File, err error) error {
		if err != nil {
			return err
		}
		return f.Close()
	}
	listening := func(l net.Listener, err error) error {
		if err != nil {
			return err
		}
		return l.Close()
	}
	for _, pair := range []struct {
		what      string
		std, safe func() error
	}{
		{"OpenFile and Close, new file, and Remove",
			func() error {
				defer os.Remove(name)
				return closing(os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o640))
			},
			func() error {
				defer os.Remove(name)
				return closing(safecreate.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o640))
			}},
		{"OpenFile and Close, existing file",
			func() error { return closing(os.OpenFile(kept, os.O_CREATE|os.O_RDWR, 0o640)) },
			func() error { return closing(safecreate.OpenFile(kept, os.O_CREATE|os.O_RDWR, 0o640)) }},
		{"Mkdir 0750 and Remove",
			func() error { defer os.Remove(name); return os.Mkdir(name, 0o750) },
			func() error { defer os.Remove(name); return safecreate.Mkdir(name, 0o750) }},
		{"Mkdir 0770 and Remove, umask 022",
			func() error { defer os.Remove(name); return os.Mkdir(name, 0o770) },
			func() error { defer os.Remove(name); return safecreate.Mkdir(name, 0o770) }},
		{"Listen and Close",
			func() error { return listening(net.Listen("unix", name)) },
			func() error { return listening(safecreate.Listen("unix", name, 0o660)) }},
	} {
		q := takeTurns([]func() error{pair.std, pair.safe}, 3000)
		fmt.Printf("| %s | %s | %s |\n", pair.what, ratio(q[0], q[0]), ratio(q[1], q[0]))
	}
}
