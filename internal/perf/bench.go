package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A bench measures permvet on one module.
type bench struct {
	ctx           context.Context
	opts          options
	scratch, dir  string
	permvet, self string
	caches, edits int
}

func (b *bench) list() command {
	return command{dir: b.dir, args: []string{"go", "list", "-deps", "-test", "-compiled", "./..."}}
}

func (b *bench) floor() command { return command{dir: b.dir, args: []string{b.self, "floor"}} }

func (b *bench) vet(cache string, flags ...string) command {
	return command{dir: b.dir, env: []string{"PERMVET_CACHE=" + cache}, args: append(append([]string{b.permvet, "-config=none"}, flags...), "./...")}
}

// newCache returns the name of a cache that does not exist yet.
func (b *bench) newCache() string {
	b.caches++
	return filepath.Join(b.scratch, "cache", fmt.Sprint(b.caches))
}

// run measures all steps and prints a table.
func (b *bench) run(name string) error {
	listed, err := measure(b.ctx, b.list()) // and fills the build cache with what cgo makes
	if err != nil {
		return err
	}
	packages := strings.Count(listed.output, "\n")
	warm := b.newCache()
	first, err := measure(b.ctx, b.vet(warm))
	if err != nil {
		return err
	}
	edit, err := b.widelyImported()
	if err != nil {
		return err
	}
	fmt.Printf("\n%s: %d packages with tests and dependencies, %d lines of findings; edits in %s, which %d packages import\n\n",
		name, packages, strings.Count(first.output, "\n"), edit.pkg, edit.importers)
	fmt.Println("| step | CPU | wall | peak | CPU to the yardstick's |")
	fmt.Println("|---|---|---|---|---|")

	steps := []step{
		{"warm, nothing changed", "go list", b.list, func() (command, error) { return b.vet(warm), nil }},
		{"one body changed", "go list", b.list, func() (command, error) { return b.vet(warm), edit.body(b.next()) }},
		{"one signature changed", "go list", b.list, func() (command, error) { return b.vet(warm), edit.signature(b.next()) }},
	}
	if b.opts.cold {
		steps = append(steps,
			step{"cold", "floor", b.floor, func() (command, error) { return b.vet(b.newCache()), nil }},
			step{"another checkout", "floor", b.floor, func() (command, error) { return b.elsewhere(warm) }},
		)
	}
	if b.opts.cold && b.opts.systems != "" {
		steps = append(steps, step{"cold, -os " + b.opts.systems, "one system",
			func() command { return b.vet(b.newCache()) },
			func() (command, error) { return b.vet(b.newCache(), "-os="+b.opts.systems), nil }})
	}
	for _, s := range steps {
		if err := b.measure(s); err != nil {
			return err
		}
		if err := edit.undo(); err != nil {
			return err
		}
	}
	return b.same(warm)
}

// A step is a run of permvet, which may have to be prepared, with what it is compared to.
type step struct {
	name, yardstickName string
	yardstick           func() command
	prepare             func() (command, error)
}

func (b *bench) measure(s step) error {
	var turns []pair
	for range b.opts.n {
		var p pair
		var err error
		if p.yardstick, err = measure(b.ctx, s.yardstick()); err != nil {
			return err
		}
		c, err := s.prepare()
		if err != nil {
			return err
		}
		if p.step, err = measure(b.ctx, c); err != nil {
			return err
		}
		turns = append(turns, p)
	}
	row(s.name, s.yardstickName, turns)
	return nil
}

func (b *bench) next() int {
	b.edits++
	return b.edits
}

// elsewhere is a run in a new copy of the module: all that is known of its own packages is of no use, and of its
// dependencies all but what it has vendored is.
func (b *bench) elsewhere(cache string) (command, error) {
	c := b.vet(cache)
	c.dir = filepath.Join(b.scratch, fmt.Sprint("copy", b.next()), filepath.Base(b.dir))
	return c, os.CopyFS(c.dir, os.DirFS(b.dir))
}

// same compares what is found with and without a cache.
func (b *bench) same(cache string) error {
	with, err := measure(b.ctx, b.vet(cache, "-format=json"))
	if err != nil {
		return err
	}
	without, err := measure(b.ctx, b.vet("off", "-format=json"))
	if err != nil {
		return err
	}
	if with.output != without.output {
		return errors.New("the findings with and without the cache differ")
	}
	fmt.Println("\nThe findings with and without the cache are the same bytes.")
	return nil
}
