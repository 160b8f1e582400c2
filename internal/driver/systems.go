package driver

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/meta"
)

// systems are the values of GOOS that Go knows, each with the values of GOARCH that it knows for it: go tool dist list.
// The first is the usual one.
var systems = map[string][]string{
	"aix":       {"ppc64"},
	"android":   {"arm64", "amd64", "386", "arm"},
	"darwin":    {"arm64", "amd64"},
	"dragonfly": {"amd64"},
	"freebsd":   {"amd64", "arm64", "386", "arm"},
	"illumos":   {"amd64"},
	"ios":       {"arm64", "amd64"},
	"js":        {"wasm"},
	"linux":     {"amd64", "arm64", "386", "arm", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv64", "s390x"},
	"netbsd":    {"amd64", "arm64", "386", "arm"},
	"openbsd":   {"amd64", "arm64", "386", "arm", "ppc64", "riscv64"},
	"plan9":     {"amd64", "386", "arm"},
	"solaris":   {"amd64"},
	"wasip1":    {"wasm"},
	"windows":   {"amd64", "arm64", "386"},
}

// sandboxes are the systems on which a program has no other users or processes beside it. -os all leaves them out.
var sandboxes = []string{"android", "ios", "js", "wasip1"}

// parseSystems reads the value of -os: names of systems separated by commas, or all.
func parseSystems(list string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		known := slices.Sorted(maps.Keys(systems))
		switch {
		case name == "" || slices.Contains(names, name):
		case name == "all":
			return slices.DeleteFunc(known, func(s string) bool { return slices.Contains(sandboxes, s) }), nil
		case systems[name] == nil:
			return nil, fmt.Errorf("-os: Go knows no system %q%s; choose from %s, or all", name, meta.DidYouMean(name, known), strings.Join(known, ", "))
		default:
			names = append(names, name)
		}
	}
	return names, nil
}

// systemEnv is what the environment of the go command must say to list packages for a system: an architecture too, if
// the user's own does not exist there.
func systemEnv(goos string) []string {
	if goos == "" {
		return nil
	}
	env := []string{"GOOS=" + goos}
	arch := os.Getenv("GOARCH")
	if arch == "" {
		arch = runtime.GOARCH
	}
	if known := systems[goos]; len(known) > 0 && !slices.Contains(known, arch) {
		env = append(env, "GOARCH="+known[0])
	}
	return env
}
