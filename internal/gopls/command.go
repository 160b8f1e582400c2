package gopls

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

const usage = `usage: permvet gopls build [-o FILE] [-gopls VERSION] [-permvet DIR]

Build gopls with the checks of permvet linked in. The go command gets what is missing from the module proxy.

  -o FILE         where to put it (default gopls-permvet here)
  -gopls VERSION  the version of gopls (default: the newest that is made for this version of Go)
  -permvet DIR    a checkout of permvet to link in instead of the version of this command

docs/editors.md says how to tell an editor.
`

// Main runs "permvet gopls ARGS" and returns its exit status.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	b, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(stdout, usage)
	case err == nil:
		err = b.run(ctx, stdout)
	}
	if err != nil {
		fmt.Fprintf(stderr, "permvet gopls: %v\n", err) //nolint:errcheck // there is nowhere else to say it
		return 2
	}
	return 0
}

func parse(args []string) (*build, error) {
	if len(args) == 0 || args[0] != "build" {
		if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "help") {
			return nil, flag.ErrHelp
		}
		return nil, errors.New("say permvet gopls build, or permvet gopls help")
	}
	b := &build{}
	flags := flag.NewFlagSet("permvet gopls build", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	name := "gopls-permvet"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	flags.StringVar(&b.out, "o", name, "")
	flags.StringVar(&b.version, "gopls", "", "")
	flags.StringVar(&b.source, "permvet", "", "")
	if err := flags.Parse(args[1:]); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q; see permvet gopls help", flags.Arg(0))
	}
	var err error
	if b.out, err = filepath.Abs(b.out); err != nil {
		return nil, fmt.Errorf("-o: %w", err)
	}
	if info, err := os.Stat(filepath.Dir(b.out)); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("-o: there is no directory %s", filepath.Dir(b.out))
	}
	if info, err := os.Stat(b.out); err == nil && info.IsDir() {
		return nil, fmt.Errorf("-o: %s is a directory; name a file", b.out)
	}
	if b.source != "" {
		if b.source, err = filepath.Abs(b.source); err != nil {
			return nil, fmt.Errorf("-permvet: %w", err)
		}
		if _, err := os.Stat(filepath.Join(b.source, "analyzers", "gopls")); err != nil {
			return nil, fmt.Errorf("-permvet: %s is no checkout of permvet", b.source)
		}
	}
	return b, nil
}
