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

	"github.com/permvet/permvet/internal/driver/config"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// options are the command line.
type options struct {
	format                 string
	color                  string
	output                 string
	fail                   string
	checks                 string
	explain                string
	platform               string
	tags                   string
	dir                    string
	config                 string
	baseline               string
	debug                  string
	vendorHelpers          string
	strict, tests, helpers bool
	fix                    bool
	diff                   diffFlag
	writeBaseline          bool
	list, version          bool
	cacheClean             bool

	patterns []string
	set      map[string]bool   // the flags that were given
	settings settings.Settings // for the checks, from the flags and the configuration
}

// preview reports whether -fix shows what it would do.
func (o *options) preview() bool { return o.fix && o.diff.alone }

// A diffFlag is -diff, which shows what -fix would do, or -diff REV, which reports what is new since a revision.
type diffFlag struct {
	alone bool
	rev   string
}

func (d *diffFlag) String() string   { return d.rev }
func (d *diffFlag) IsBoolFlag() bool { return true }

func (d *diffFlag) Set(s string) error {
	switch s {
	case "true":
		*d = diffFlag{alone: true}
	case "false":
		*d = diffFlag{}
	case "":
		return errors.New("the revision is empty")
	default:
		*d = diffFlag{rev: s}
	}
	return nil
}

// errHelp says that the user asked for the usage text and got it.
var errHelp = flag.ErrHelp

func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("permvet", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.format, "format", "text", "print findings as `format`: text, json, sarif, github, codeclimate or html")
	flags.StringVar(&o.color, "color", "auto", "print for people, in color: auto (on a terminal), always or never; `when`")
	flags.StringVar(&o.output, "o", "", "write the findings to a `file`")
	flags.StringVar(&o.fail, "fail", "warning", "exit with status 1 from this `level` on: error, warning, note or none")
	flags.StringVar(&o.checks, "checks", "", "run only these: a comma-separated `list` of check or check/kind, with wildcards; -name leaves out")
	flags.StringVar(&o.explain, "explain", "", "describe a `check` or check/kind and exit")
	flags.StringVar(&o.platform, "os", "", "analyze for each GOOS of a comma-separated `list`, such as linux,darwin,windows; or all")
	flags.StringVar(&o.tags, "tags", "", "build with this comma-separated `list` of tags")
	flags.StringVar(&o.dir, "C", "", "change to this `directory` first")
	flags.StringVar(&o.config, "config", "", "read settings from this `file` in place of the nearest "+config.Name+"; none reads nothing")
	flags.StringVar(&o.baseline, "baseline", "", "do not report the findings that are listed in this `file`")
	flags.StringVar(&o.debug, "debug", "", "print what is known of a function: `what` is effects, and the function stands before the packages")
	flags.BoolVar(&o.writeBaseline, "write-baseline", false, "write all findings to the file of -baseline and exit")
	flags.Var(&o.diff, "diff", "report only what changed since this `revision`; with -fix and no revision: print the changes instead of making them")
	flags.BoolVar(&o.strict, "strict", false, "report notes too")
	flags.BoolVar(&o.tests, "tests", true, "analyze test files too")
	flags.BoolVar(&o.helpers, "helpers", false, "let fixes use the safecreate library")
	flags.StringVar(&o.vendorHelpers, "vendor-helpers", "", "as -helpers, with a copy of the library in this `directory` of the module, such as internal/safecreate")
	flags.BoolVar(&o.fix, "fix", false, "apply the first fix of each finding")
	flags.BoolVar(&o.list, "list", false, "list the checks and exit")
	flags.BoolVar(&o.version, "version", false, "print the version and exit")
	flags.BoolVar(&o.cacheClean, "cache-clean", false, "remove what earlier runs left in the cache and exit")
	flags.BoolVar(&o.version, "V", false, "print the version and exit")
	return flags
}

// parseOptions reads the command line; for -h it writes the usage text to w and returns errHelp.
func parseOptions(args []string, w io.Writer) (*options, error) {
	opts := &options{set: map[string]bool{}}
	flags := opts.flags()
	if err := flags.Parse(revisionOf(args)); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(w)
			return nil, errHelp
		}
		return nil, flagError(err, flags)
	}
	flags.Visit(func(f *flag.Flag) { opts.set[f.Name] = true })
	opts.patterns = flags.Args()
	return opts, opts.validate()
}

// revisionOf joins -diff and the revision that follows it, which the flag package cannot know to be one, since -diff
// can stand alone beside -fix.
func revisionOf(args []string) []string {
	fixing := func(s string) bool {
		name, value, given := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "-"), "=")
		return strings.HasPrefix(s, "-") && name == "fix" && (!given || value == "true")
	}
	if slices.ContainsFunc(args, fixing) {
		return args
	}
	var out []string
	for i := 0; i < len(args); i++ {
		if (args[i] == "-diff" || args[i] == "--diff") && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-") {
			out = append(out, "-diff="+args[i+1])
			i++
			continue
		}
		out = append(out, args[i])
	}
	return out
}

func usage(w io.Writer) {
	fmt.Fprint(w, `Permvet finds what a Go program gives away to other users and processes: file modes,
the umask, descriptors, the environment, unix sockets, temporary names, privileges.

Usage: permvet [flags] [packages]
       permvet help [check or check/kind]
       permvet merge A.sarif B.sarif ...
       permvet completion bash|zsh|fish

Without packages it analyzes the one in the current directory. Exit status: 0 no findings, 1 findings,
2 a package could not be analyzed, or wrong usage. It also runs as go vet -vettool=$(which permvet).
Settings for a whole repository stand in `+config.Name+`.

`)
	flags := new(options).flags()
	flags.SetOutput(w)
	flags.PrintDefaults()
}

// guesses are flags of other tools that people type, and what they are here.
var guesses = map[string]string{
	"json": "-format=json", "sarif": "-format=sarif", "html": "-format=html", "github": "-format=github",
	"enable": "-checks=NAME", "disable": "-checks=-NAME", "exclude": "the key exclude in " + config.Name,
	"output": "-o", "out": "-o", "severity": "-fail", "level": "-fail", "goos": "-os", "GOOS": "-os",
	"new-from-rev": "-diff=REVISION", "no-color": "-color=never", "verbose": "", "v": "",
}

// flagError puts the flag package's words into a sentence with the way out.
func flagError(err error, flags *flag.FlagSet) error {
	name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return fmt.Errorf("%w; permvet -h lists the flags", err)
	}
	if name = strings.TrimPrefix(name, "permvet."); flags.Lookup(name) != nil {
		return fmt.Errorf("-permvet.%s is for go vet; here it is -%s", name, name)
	}
	hint := guesses[name]
	if hint == "" {
		var names []string
		flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := meta.Nearest(name, names); near != "" {
			hint = "-" + near
		}
	}
	if hint != "" {
		return fmt.Errorf("unknown flag -%s (did you mean %s?); permvet -h lists the flags", name, hint)
	}
	return fmt.Errorf("unknown flag -%s; permvet -h lists the flags", name)
}

func (o *options) validate() error {
	if _, ok := formats[o.format]; !ok {
		return unknownFormat(o.format)
	}
	if !slices.Contains([]string{"error", "warning", "note", "none"}, o.fail) {
		return fmt.Errorf("-fail: no level %q; choose error, warning, note or none", o.fail)
	}
	if _, err := parseSystems(o.platform); err != nil {
		return err
	}
	if !slices.Contains([]string{"auto", "always", "never"}, o.color) {
		return fmt.Errorf("-color: %q is not auto, always or never", o.color)
	}
	if o.diff.alone && !o.fix {
		return errors.New("-diff needs a revision, as in -diff origin/main, or -fix, whose changes it shows then")
	}
	if o.debug != "" && o.debug != "effects" || o.debug != "" && len(o.patterns) == 0 {
		return errors.New("-debug: the way to use it is permvet -debug=effects FUNC [packages], as in -debug=effects '(*DB).Save' ./store")
	}
	if strings.HasPrefix(o.diff.rev, "-") {
		return fmt.Errorf("-diff: %q is no revision", o.diff.rev)
	}
	if o.writeBaseline && (o.baseline == "" || o.fix || o.diff.rev != "") {
		return errors.New("-write-baseline needs -baseline FILE, and neither -fix nor -diff")
	}
	if o.vendorHelpers != "" && !filepath.IsLocal(o.vendorHelpers) {
		return fmt.Errorf("-vendor-helpers: %s is not a directory inside the module", o.vendorHelpers)
	}
	if o.explain == "" {
		for _, arg := range o.patterns {
			if strings.HasPrefix(arg, "-") {
				return fmt.Errorf("flag %s comes after the packages; put it before them", arg)
			}
		}
	}
	return o.resolve()
}

// resolve makes names absolute: those of packages and of the configuration are relative to -C, others to where the user
// is.
func (o *options) resolve() error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return fmt.Errorf("finding the current directory: %w", err)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("-C: no directory %s", o.dir)
	}
	o.dir = dir
	for _, name := range []*string{&o.baseline, &o.output} {
		if *name != "" {
			if *name, err = filepath.Abs(*name); err != nil {
				return err
			}
		}
	}
	if o.config != "" && o.config != "none" {
		if o.config, err = filepath.Abs(o.config); err != nil {
			return err
		}
	}
	return nil
}

// readConfig reads the configuration, if there is one.
func (o *options) readConfig() (*config.File, error) {
	if o.config == "none" {
		return new(config.File), nil
	}
	if o.config == "" {
		name, err := config.Find(o.dir)
		if err != nil || name == "" {
			return new(config.File), err
		}
		o.config = name
	}
	return config.Read(o.config)
}

// merge puts the flags over the configuration.
func (o *options) merge(file *config.File) {
	o.settings = file.Settings
	if o.set["strict"] {
		o.settings.Strict = o.strict
	}
	if o.set["helpers"] || o.vendorHelpers != "" {
		o.settings.Helpers = o.helpers || o.vendorHelpers != ""
	}
	if o.set["checks"] {
		o.settings.Checks = []string{o.checks}
	}
	if file.Fail != "" && !o.set["fail"] {
		o.fail = file.Fail
	}
	if !o.set["tests"] && file.Tests == "skip" {
		o.tests = false
	}
}

// platforms lists the values of GOOS to analyze for; the empty one leaves it to the environment.
func (o *options) platforms() []string {
	if list, err := parseSystems(o.platform); err == nil && len(list) > 0 {
		return list
	}
	return []string{""} // validate tells of mistakes
}

// environ is the environment of the go command.
func (o *options) environ(goos string) []string {
	env := append(os.Environ(), "PWD="+o.dir)
	return append(env, systemEnv(goos)...)
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
