package driver

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
)

// version is that of the main module, as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// printVersion prints what a bug report needs: the version, the commit, the compiler and the system.
func printVersion(w io.Writer) error {
	parts := []string{"permvet", version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		set := map[string]string{}
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		if rev := set["vcs.revision"]; rev != "" && !strings.Contains(version(), rev[:min(12, len(rev))]) {
			parts = append(parts, "commit", rev[:min(12, len(rev))])
		}
		if set["vcs.modified"] == "true" {
			parts = append(parts, "(modified)")
		}
	}
	_, err := fmt.Fprintf(w, "%s %s %s/%s\n", strings.Join(parts, " "), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
