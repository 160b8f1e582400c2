package driver

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/permvet/permvet/internal/driver/sarif"
)

// subcommand returns what the first argument means where it is no flag and no package, or nil. A package of such a
// name is ./name.
func subcommand(name string) func(s *session, args []string) (int, error) {
	switch name {
	case "help":
		return help
	case "version":
		return func(s *session, _ []string) (int, error) { return exitClean, printVersion(s.stdout) }
	case "merge":
		return merge
	case "completion":
		return completion
	}
	return nil
}

// help prints the usage text, or explains checks.
func help(s *session, args []string) (int, error) {
	if len(args) == 0 {
		usage(s.stdout)
		return exitClean, nil
	}
	var err error
	if s.opts, err = parseOptions([]string{"-config=none"}, s.stdout); err != nil {
		return 0, err
	}
	if err := s.configure(); err != nil {
		return 0, err
	}
	return exitClean, explain(s.stdout, s.suite, args)
}

// merge writes the results of several SARIF logs as one.
func merge(s *session, args []string) (int, error) {
	if len(args) == 0 {
		return 0, errors.New("merge: name the SARIF logs to merge, as in permvet merge A.sarif B.sarif > ALL.sarif")
	}
	err := sarif.Merge(s.stdout, args, func(name string) (io.ReadCloser, error) {
		if name == "-" {
			return io.NopCloser(os.Stdin), nil
		}
		return os.Open(name)
	})
	if err != nil {
		return 0, fmt.Errorf("merge: %w", err)
	}
	return exitClean, nil
}
