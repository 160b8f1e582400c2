package driver

import (
	"flag"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/permvet/permvet/internal/meta"
)

// IsVettool reports whether the arguments are those by which go vet calls its tool rather than a person's.
func IsVettool(args []string) bool {
	return len(args) > 0 && (args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(args[len(args)-1], ".cfg"))
}

// Vettool serves go vet and go fix. It does not return. The flags that all checks share can be given by their bare
// names too, as to the command: -strict is -permvet.strict.
func Vettool(suite meta.Suite) {
	list := suite.Analyzers()
	var shared []string
	for _, a := range list {
		a.Flags.VisitAll(func(f *flag.Flag) {
			flag.Var(f.Value, f.Name, f.Usage)
			shared = append(shared, a.Name)
		})
	}
	os.Args = slices.DeleteFunc(os.Args, func(arg string) bool { return selectsNothing(arg, shared) })
	unitchecker.Main(list...)
}

// selectsNothing reports whether the argument selects the holder of the shared flags alone, which reports nothing:
// -permvet means all checks.
func selectsNothing(arg string, holders []string) bool {
	name := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
	name = strings.TrimSuffix(name, "=true")
	return strings.HasPrefix(arg, "-") && slices.Contains(holders, name)
}
