package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A command is a process to measure.
type command struct {
	dir  string
	env  []string
	args []string
}

// A cost is what a process took.
type cost struct {
	cpu, wall time.Duration
	memory    int64 // bytes at the peak, of the largest process
	output    string
}

// measure runs a command. Exit status 1 is that of findings.
func measure(ctx context.Context, c command) (cost, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir, cmd.Env = c.dir, append(os.Environ(), c.env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	began := time.Now()
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", strings.Join(c.args, " "), err, stderr.String())
	}
	state := cmd.ProcessState
	return cost{cpu: state.UserTime() + state.SystemTime(), wall: time.Since(began), memory: peak(state), output: stdout.String()}, nil
}

// A pair is what a step and its yardstick took in one turn.
type pair struct{ step, yardstick cost }

// median of what f says of each turn.
func median[T any, N int64 | float64 | time.Duration](turns []T, f func(T) N) N {
	var list []N
	for _, t := range turns {
		list = append(list, f(t))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// row prints the medians of a step.
func row(name, yardstick string, turns []pair) {
	fmt.Printf("| %s | %.2f s | %.2f s | %d MB | %.2f × %s (%.2f s) |\n", name,
		median(turns, func(p pair) time.Duration { return p.step.cpu }).Seconds(),
		median(turns, func(p pair) time.Duration { return p.step.wall }).Seconds(),
		median(turns, func(p pair) int64 { return p.step.memory })>>20,
		median(turns, func(p pair) float64 { return float64(p.step.cpu) / float64(p.yardstick.cpu) }), yardstick,
		median(turns, func(p pair) time.Duration { return p.yardstick.cpu }).Seconds())
}
