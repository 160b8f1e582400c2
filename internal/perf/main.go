// Perf measures permvet on real programs, beside what any such tool must do at least:
//
//	go run ./internal/perf [-n 5] [-cold] DIR...
//
// Each DIR is the root of a module. It is copied, so that nothing in it changes. For each step the program takes turns
// with go list and prints the medians of CPU time (user and system, children included), of wall time, and of peak
// memory, and the ratio of CPU time to that of the yardstick in the same turn. CPU time is what to look at on a machine
// that does other things too.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "floor" {
		floor()
		return
	}
	n := flag.Int("n", 5, "measure each step this many times")
	cold := flag.Bool("cold", true, "measure runs without a cache too")
	systems := flag.String("os", "linux,darwin", "measure a run for these systems too; empty: none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := measureAll(ctx, flag.Args(), options{*n, *cold, *systems}); err != nil {
		fmt.Fprintln(os.Stderr, "perf:", err)
		stop()
		os.Exit(2)
	}
}

type options struct {
	n       int
	cold    bool
	systems string
}

func measureAll(ctx context.Context, dirs []string, opts options) error {
	if len(dirs) == 0 {
		return fmt.Errorf("name the directories of modules to measure")
	}
	scratch, err := os.MkdirTemp("", "perf-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	permvet := filepath.Join(scratch, "permvet")
	if _, err := measure(ctx, command{dir: ".", args: []string{"go", "build", "-o", permvet, "./cmd/permvet"}}); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s/%s, %d processors, medians of %d\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), opts.n)
	for i, dir := range dirs {
		copied := filepath.Join(scratch, fmt.Sprint(i), filepath.Base(dir))
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			return fmt.Errorf("copying %s: %w", dir, err)
		}
		b := &bench{ctx: ctx, opts: opts, scratch: filepath.Join(scratch, fmt.Sprint(i)), dir: copied, permvet: permvet, self: self}
		if err := b.run(filepath.Base(dir)); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	return nil
}
