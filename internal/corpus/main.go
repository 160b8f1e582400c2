// Command corpus measures the suite on what is known about real code: small programs after published bugs, labelled
// lines of well-known modules, and judged findings of whole repositories.
//
//	go run ./internal/corpus                   the programs, and what the ledger says
//	go run ./internal/corpus -ledger DIR       also the repositories of the ledger, checked out as DIR/owner/name
//	go run ./internal/corpus -sites DIR        also the labelled lines, in DIR/module@version; default is the module cache
//	go run ./internal/corpus -update …         write down what was found: look at the difference before committing it
//
// It exits with 1 if something differs from what is written down, and with 2 if it could not do its work. What it could
// not look at is skipped, and it says so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/corpus/fixture"
	"github.com/permvet/permvet/internal/corpus/ledger"
	"github.com/permvet/permvet/internal/corpus/site"
)

func main() {
	err := run(context.Background(), os.Args[1:], os.Stdout)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errDiffers):
		os.Exit(1)
	default:
		fmt.Fprintf(os.Stderr, "corpus: %v\n", err)
		os.Exit(2)
	}
}

// errDiffers says that the suite does not do what is written down.
var errDiffers = errors.New("something differs")

type options struct {
	ledger, sites, only string
	update              bool
}

// chosen reports whether a repository or module is to be looked at.
func (o options) chosen(name string) bool {
	return slices.ContainsFunc(strings.Split(o.only, ","), func(text string) bool { return strings.Contains(name, text) })
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var opts options
	flags := flag.NewFlagSet("corpus", flag.ContinueOnError)
	flags.StringVar(&opts.ledger, "ledger", "", "look at the repositories of the ledger in `directory`/owner/name")
	flags.StringVar(&opts.sites, "sites", "", "look at the labelled lines in `directory`/module@version; modcache means the module cache")
	flags.StringVar(&opts.only, "only", "", "only the repositories and modules in whose name one of the comma-separated `texts` is, and no programs")
	flags.BoolVar(&opts.update, "update", false, "write down what is found now")
	if err := flags.Parse(args); err != nil {
		return err
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	differs := false
	var problems []error
	for _, part := range []func(context.Context, string, options, io.Writer) (bool, error){programs, repositories, sites} {
		d, err := part(ctx, root, opts, out)
		problems = append(problems, err)
		differs = differs || d
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	if differs {
		return errDiffers
	}
	return nil
}

// moduleRoot is the directory of this module: testdata lies below it.
func moduleRoot(ctx context.Context) (string, error) {
	mod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	name := strings.TrimSpace(string(mod))
	if err != nil || filepath.Base(name) != "go.mod" {
		return "", errors.New("run this in a checkout of permvet")
	}
	return filepath.Dir(name), nil
}

// programs judges the fixtures.
func programs(ctx context.Context, root string, opts options, out io.Writer) (differs bool, err error) {
	if opts.only != "" {
		return false, nil
	}
	dir := filepath.Join(root, "internal", "corpus", "fixture", "testdata")
	rep, err := fixture.Run(ctx, filepath.Join(dir, "src"))
	if err != nil {
		return false, err
	}
	list := filepath.Join(dir, "known-misses.txt")
	known, err := fixture.ReadKnown(list)
	if err != nil {
		return false, err
	}
	fresh, gone := known.Compare(rep.Failures)
	for _, f := range fresh {
		fmt.Fprintf(out, "+ %v\n", f)
	}
	for _, g := range gone {
		fmt.Fprintf(out, "- %s\n", g)
	}
	fmt.Fprintf(out, "programs: %s\n", rep.Summary())
	if opts.update {
		return false, known.Update(list, rep.Failures)
	}
	return len(fresh)+len(gone) > 0, nil
}

// repositories compares the ledger with what is found in checkouts, if there are any.
func repositories(ctx context.Context, root string, opts options, out io.Writer) (differs bool, err error) {
	books, err := ledger.Read(filepath.Join(root, "testdata", "ledger"))
	if err != nil {
		return false, err
	}
	if opts.ledger == "" {
		fmt.Fprintln(out, "repositories: not looked at, for want of -ledger DIR; the ledger says:")
	}
	for _, b := range books {
		if opts.ledger == "" || !opts.chosen(b.Repo) {
			continue
		}
		d, err := b.Check(ctx, filepath.Join(opts.ledger, filepath.FromSlash(b.Repo)), opts.update, out)
		if err != nil {
			return false, err
		}
		differs = differs || d
	}
	return differs, ledger.Summarize(books).Write(out)
}

// sites scores the labelled lines, if their modules are at hand.
func sites(ctx context.Context, root string, opts options, out io.Writer) (differs bool, err error) {
	if opts.sites == "" {
		fmt.Fprintln(out, "labelled lines: not looked at, for want of -sites DIR or -sites modcache")
		return false, nil
	}
	mods, err := site.Read(filepath.Join(root, "testdata", "labelled", "sites.jsonl"))
	if err != nil {
		return false, err
	}
	dir := opts.sites
	if dir == "modcache" {
		cache, err := exec.CommandContext(ctx, "go", "env", "GOMODCACHE").Output()
		if err != nil {
			return false, err
		}
		dir = strings.TrimSpace(string(cache))
	}
	var total site.Score
	for _, m := range mods {
		if opts.chosen(m.Path) {
			s, err := m.Score(ctx, dir, out)
			if err != nil {
				fmt.Fprintf(out, "%s: skipped: %v\n", m.Path, err)
				continue
			}
			total.Add(s)
		}
	}
	return false, total.Write(out)
}
