package driver

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// options are the command line.
type options struct {
	format   string
	fail     string
	checks   string
	explain  string
	platform string
	tags     string
	dir      string

	strict, tests, helpers bool
	fix, diff              bool
	list, version          bool

	patterns []string

	cacheClean bool
	cache      *cache.Dir // nil: none
}

// errHelp says that the user asked for the usage text and got it.
var errHelp = flag.ErrHelp

// parseOptions reads the command line; for -h it writes the usage text to w and returns errHelp.
func parseOptions(args []string, w io.Writer) (*options, error) {
	opts := new(options)
	flags := flag.NewFlagSet("permvet", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&opts.format, "format", "text", "print findings as `text`, json or sarif")
	flags.StringVar(&opts.fail, "fail", "warning", "exit with status 1 from this `level` on: error, warning, note or none")
	flags.StringVar(&opts.checks, "checks", "", "run only these: a comma-separated `list` of check or check/kind, with wildcards; -name leaves out")
	flags.StringVar(&opts.explain, "explain", "", "describe a `check` and exit")
	flags.StringVar(&opts.platform, "os", "", "analyze for each GOOS of a comma-separated `list`, such as linux,darwin,windows")
	flags.StringVar(&opts.tags, "tags", "", "build with this comma-separated `list` of tags")
	flags.StringVar(&opts.dir, "C", "", "change to this `directory` first")
	flags.BoolVar(&opts.strict, "strict", false, "report notes too")
	flags.BoolVar(&opts.tests, "tests", true, "analyze test files too")
	flags.BoolVar(&opts.helpers, "helpers", false, "let fixes use the safecreate library")
	flags.BoolVar(&opts.fix, "fix", false, "apply the first fix of each finding")
	flags.BoolVar(&opts.diff, "diff", false, "with -fix: print the changes instead of making them")
	flags.BoolVar(&opts.list, "list", false, "list the checks and exit")
	flags.BoolVar(&opts.version, "version", false, "print the version and exit")
	flags.BoolVar(&opts.cacheClean, "cache-clean", false, "remove what earlier runs left in the cache and exit")
	flags.BoolVar(&opts.version, "V", false, "print the version and exit")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(w, flags)
			return nil, errHelp
		}
		return nil, flagError(err)
	}
	opts.patterns = flags.Args()
	return opts, opts.validate()
}

func usage(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprint(w, `Permvet finds what a Go program gives away to other users and processes: file modes,
the umask, descriptors, the environment, unix sockets, temporary names, privileges.

Usage: permvet [flags] [packages]

Without packages it analyzes the one in the current directory. Exit status: 0 no findings, 1 findings,
2 a package could not be analyzed, or wrong usage. It also runs as go vet -vettool=$(which permvet).

`)
	flags.SetOutput(w)
	flags.PrintDefaults()
}

// flagError puts the flag package's words into a sentence with the way out.
func flagError(err error) error {
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: "); ok {
		return fmt.Errorf("unknown flag %s; permvet -h lists the flags", name)
	}
	return fmt.Errorf("%w; permvet -h lists the flags", err)
}

func (o *options) validate() error {
	if !slices.Contains([]string{"text", "json", "sarif"}, o.format) {
		return fmt.Errorf("-format: no format %q; choose text, json or sarif", o.format)
	}
	if !slices.Contains([]string{"error", "warning", "note", "none"}, o.fail) {
		return fmt.Errorf("-fail: no level %q; choose error, warning, note or none", o.fail)
	}
	if o.diff && !o.fix {
		return errors.New("-diff shows what -fix would do; give both")
	}
	for _, arg := range o.patterns {
		if strings.HasPrefix(arg, "-") {
			return fmt.Errorf("flag %s comes after the packages; put it before them", arg)
		}
	}
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return fmt.Errorf("finding the current directory: %w", err)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("-C: no directory %s", o.dir)
	}
	o.dir = dir
	return nil
}

// settings are what the checks must know.
func (o *options) settings() settings.Settings {
	return settings.Settings{Strict: o.strict, Helpers: o.helpers, Checks: []string{o.checks}}
}

// platforms lists the values of GOOS to analyze for; the empty one leaves it to the environment.
func (o *options) platforms() []string {
	var list []string
	for goos := range strings.SplitSeq(o.platform, ",") {
		if goos = strings.TrimSpace(goos); goos != "" && !slices.Contains(list, goos) {
			list = append(list, goos)
		}
	}
	if list == nil {
		return []string{""}
	}
	return list
}

// environ is the environment of the go command.
func (o *options) environ(goos string) []string {
	env := append(os.Environ(), "PWD="+o.dir)
	if goos != "" {
		env = append(env, "GOOS="+goos)
	}
	return env
}

func (o *options) buildFlags() []string {
	if o.tags == "" {
		return nil
	}
	return []string{"-tags=" + o.tags}
}

// fails reports whether a finding of the level makes the run fail.
func (o *options) fails(l meta.Level) bool {
	from, ok := meta.ParseLevel(o.fail)
	return ok && l >= from
}
